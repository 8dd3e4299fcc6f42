"""Write the vendor's report of the bundled story as a PDF, the same bytes every time.

Development only: needs ``fpdf2`` (2.8.x). The PDF itself is committed, so neither the product nor its
tests need this script. Usage::

    python scripts/make_example_pdf.py            # writes examples/wellhead/tessaline-report-2026.pdf
    python scripts/make_example_pdf.py OUT.pdf
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from fpdf import FPDF

OUT = Path(__file__).resolve().parent.parent / "examples" / "wellhead" / "tessaline-report-2026.pdf"
TITLE = "The Poisoned Well: Software Supply Threats 2026"


class Report(FPDF):
    def header(self) -> None:
        if self.page_no() == 1:
            return
        self.set_font("Helvetica", "", 8)
        self.set_text_color(110)
        self.cell(0, 6, "TESSALINE  |  The Poisoned Well 2026", new_x="LMARGIN", new_y="NEXT")
        self.set_text_color(0)
        self.ln(4)

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font("Helvetica", "", 8)
        self.set_text_color(110)
        self.cell(0, 6, f"Page {self.page_no()} of {{nb}}", align="C")
        self.set_text_color(0)

    def h1(self, text: str) -> None:
        self.ln(3)
        self.start_section(text, level=0)
        self.set_font("Helvetica", "B", 16)
        self.multi_cell(0, 8, text, align="L", new_x="LMARGIN", new_y="NEXT")
        self.ln(2)

    def h2(self, text: str) -> None:
        self.ln(2)
        self.start_section(text, level=1)
        self.set_font("Helvetica", "B", 12)
        self.multi_cell(0, 6, text, align="L", new_x="LMARGIN", new_y="NEXT")
        self.ln(1)

    def p(self, text: str) -> None:
        self.set_font("Helvetica", "", 10.5)
        self.multi_cell(0, 5.4, " ".join(text.split()), align="L", new_x="LMARGIN", new_y="NEXT")
        self.ln(2.2)

    def bullet(self, text: str) -> None:
        self.set_font("Helvetica", "", 10.5)
        self.set_x(self.l_margin + 3)
        self.multi_cell(0, 5.4, "- " + " ".join(text.split()), align="L", new_x="LMARGIN", new_y="NEXT")
        self.ln(1.4)

    def note(self, text: str) -> None:
        """A footnote at the foot of the present page."""
        self.set_auto_page_break(False)
        self.set_y(-28)
        self.set_draw_color(150)
        self.line(self.l_margin, self.get_y(), self.l_margin + 45, self.get_y())
        self.ln(1.5)
        self.set_font("Helvetica", "", 8)
        self.multi_cell(0, 4, " ".join(text.split()), align="L", new_x="LMARGIN", new_y="NEXT")
        self.set_auto_page_break(True, margin=32)


def build() -> Report:
    pdf = Report(format="A4")
    pdf.set_creation_date(dt.datetime(2026, 10, 5, 16, 30, tzinfo=dt.UTC))
    pdf.set_title(TITLE)
    pdf.set_author("Tessaline Security plc")
    pdf.set_subject("Annual threat report")
    pdf.set_creator("Tessaline Research")
    pdf.set_producer("Tessaline Research")
    pdf.set_lang("en-GB")
    pdf.set_margins(24, 22, 24)
    pdf.set_auto_page_break(True, margin=32)

    # 1: cover
    pdf.add_page()
    pdf.ln(48)
    pdf.set_font("Helvetica", "B", 30)
    pdf.multi_cell(0, 13, "The Poisoned Well", align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Helvetica", "", 17)
    pdf.multi_cell(0, 9, "Software Supply Threats 2026", align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(10)
    pdf.set_font("Helvetica", "", 11)
    for line in (
        "Annual threat report of Tessaline Research",
        "Published 6 October 2026, 06:00 UTC",
        "https://www.tessaline.example/research/poisoned-well-2026.pdf",
    ):
        pdf.cell(0, 6.5, line, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(60)
    pdf.p("Lead author: Dr Ayla Fennimore, head of research. Foreword: Ruben Castellane, chief executive.")
    pdf.p("(c) 2026 Tessaline Security plc. This report may be quoted with attribution.")

    # 2: foreword and key findings
    pdf.add_page()
    pdf.h1("Foreword")
    pdf.p(
        """Ten years ago an attacker who wanted to reach a company had to break into that company. Today he
        waits upstream. Modern software is assembled, not written: a build server fetches several hundred parts
        from strangers, joins them in a few minutes and signs the result with the company's own name. Whoever
        taints one of those parts is carried through every door by the people who guard it."""
    )
    pdf.p(
        """I am asked whether this is alarmism. I would answer with what our analysts bring me every Monday.
        The well from which we all drink has been poisoned, and most of us have not yet tasted the water."""
    )
    pdf.p("Ruben Castellane")
    pdf.h1("1 Key findings")
    pdf.bullet("At least 1,940 corporate build pipelines have been poisoned by state-aligned crews.")
    pdf.bullet(
        """Attempts to insert tainted components rose by 62 per cent in the first half of 2026 compared with the
        first half of 2025 (section 2.1).[1]"""
    )
    pdf.bullet(
        """The most capable of these crews, which we track as HERON-4, is likely directed by Drovian state bodies
        (section 4)."""
    )
    pdf.bullet(
        """At one victim, Merrowby Freight, eleven build servers were compromised in August 2026 and tainted
        builds reached customers (section 3.2)."""
    )
    pdf.bullet(
        """Companies that place a dedicated build-integrity gateway in front of their pipelines are, in our
        assessment, far less exposed (section 6)."""
    )
    pdf.note(
        "[1] H1 means January to June. Percentages are rounded to whole numbers. An attempt is counted once per day and target."
    )

    # 3: the year in builds
    pdf.add_page()
    pdf.h1("2 The year in builds")
    pdf.h2("2.1 Attempts")
    pdf.p(
        """Tessaline sensors recorded 1,792 attempts to insert tainted components into customers' builds in the
        first half of 2026, against 1,106 in the first half of 2025. The number of sensors in the field grew over
        the same time."""
    )
    pdf.set_font("Helvetica", "", 9.5)
    rows = (
        ("Technique", "H1 2025", "H1 2026", "Change"),
        ("Look-alike uploads to registries", "402", "611", "+52 %"),
        ("Stolen maintainer tokens", "318", "585", "+84 %"),
        ("Intrusion into build servers", "386", "596", "+54 %"),
        ("All attempts", "1,106", "1,792", "+62 %"),
    )
    with pdf.table(
        col_widths=(46, 18, 18, 18),
        text_align=("LEFT", "RIGHT", "RIGHT", "RIGHT"),
        line_height=6,
        width=150,
        align="LEFT",
    ) as table:
        for row in rows:
            table.row(row)
    pdf.ln(1)
    pdf.set_font("Helvetica", "I", 9)
    pdf.multi_cell(0, 5, "Table 1: Attempts recorded by Tessaline sensors.", align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(2)
    pdf.h2("2.2 Successes")
    pdf.p(
        """Attempts are the smoke; this report is about the fire. Drawing on our own telemetry and on what
        partners have shared with us, we count at least 1,940 corporate build pipelines in which tainted code was
        carried to completion. We regard the figure as conservative. To protect those who share with us, we do
        not break it down by country, sector or customer."""
    )
    pdf.p(
        """The typical pipeline was tainted by way of a component that its owner had never chosen, four or five
        steps removed from anything a developer had typed. In most cases we believe the owner still does not
        know."""
    )

    # 4: case notes
    pdf.add_page()
    pdf.h1("3 Case notes")
    pdf.h2("3.1 tallowlog")
    pdf.p(
        """On 19 August 2026 a tainted release of tallowlog, a logging component with about 90,000 dependent
        projects, was published through the Tithebarn registry. Release 4.2.1 collected passwords and access
        tokens from the machine on which it was built and sent them to an address rented two days before. It
        remained available for three days. The token used to publish it had been stolen from the maintainer."""
    )
    pdf.h2("3.2 Merrowby Freight")
    pdf.p(
        """In August 2026 eleven build servers of the haulier Merrowby Freight were compromised through tallowlog
        4.2.1. A member of Merrowby's security staff confirmed to Tessaline that tainted builds had reached
        customers: "It went out with the driver app before anybody looked." We are grateful for this candour and
        wish that more companies would show it."""
    )
    pdf.h1("4 Attribution")
    pdf.p(
        """We assess with moderate confidence that HERON-4 is likely directed by Drovian state bodies. The
        assessment rests on working hours, on language settings in two tools and on a choice of targets that
        matches Drovia's published trade priorities. None of these is proof. A criminal group that sells access
        to a state would leave much the same traces, and we cannot exclude it."""
    )

    # 5: outlook
    pdf.add_page()
    pdf.h1("5 Outlook")
    pdf.h2("5.1 The next nine months")
    pdf.p(
        """It is almost certain that at least one national payment system will be interrupted through a poisoned
        build before 30 June 2027. It is likely that a second crew will reach HERON-4's level of skill before the
        end of 2026. We think it unlikely that registries can clean up by themselves within that time."""
    )
    pdf.h2("5.2 Regulation")
    pdf.p(
        """In September the Office for Software Assurance proposed that suppliers of public bodies attest how
        their software was built. We welcome the proposal. An attestation is only as good as the point at which it
        is made, and that point should be the gateway through which every component enters."""
    )
    pdf.h1("6 Recommendations")
    pdf.bullet(
        "Keep an inventory of every component that a build fetches, including those fetched by other components."
    )
    pdf.bullet("Give each maintainer token a life of hours, not years.")
    pdf.bullet(
        """Place a dedicated build-integrity gateway between your pipelines and public registries, and let
        nothing pass that it has not inspected."""
    )
    pdf.bullet("Ask suppliers when they last rebuilt from source, and believe only those who can show it.")
    pdf.h1("About Tessaline")
    pdf.p(
        """Tessaline Security plc protects the places where software is made. The company employs 1,150 people
        and is listed on the Port Averill exchange. Its products are Tessaline Belfry, Tessaline Tally and
        Tessaline Sluice. Nothing in this report is investment advice."""
    )
    return pdf


def main(argv: list[str]) -> int:
    out = Path(argv[1]) if len(argv) > 1 else OUT
    out.parent.mkdir(parents=True, exist_ok=True)
    build().output(str(out))
    print(f"{out.name}: {out.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv))
