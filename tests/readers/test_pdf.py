# ruff: noqa: E501 - inputs stand as they come
import pytest
from fpdf import FPDF

from cuibono import readers
from cuibono.core.errors import UnreadableInput
from cuibono.core.text import Kind, Role
from cuibono.readers.layout import Box
from cuibono.readers.limits import Limits
from cuibono.readers.pdf import PdfReader
from cuibono.readers.pdf_lines import HYPHEN, Line, paragraphs

FIRST = (
    "The survey counted forty-one weirs on the river and found that nineteen of them leak more than the law allows. "
)
SECOND = (
    "Repairs would cost nine million crowns over three years, the authors say, and they name no source for the sum. "
)


def report(pages=4, password=None):
    pdf = FPDF(format="A4")
    pdf.set_title("Weirs of the Lower River")
    pdf.set_author("River Survey")
    pdf.set_auto_page_break(auto=False)
    if password:
        pdf.set_encryption(owner_password="o", user_password=password)
    for number in range(1, pages + 1):
        pdf.add_page()
        pdf.set_font("Helvetica", size=8)
        pdf.text(20, 12, "River Survey 2026")
        pdf.text(100, 290, f"{number} / {pages}")
        pdf.set_xy(20, 45)
        if number == 1:
            pdf.set_font("Helvetica", "B", 20)
            pdf.multi_cell(170, 10, "Weirs of the Lower River", new_x="LMARGIN", new_y="NEXT")
            pdf.set_font("Helvetica", size=11)
            pdf.multi_cell(170, 6, "Published 3 March 2026", new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("Helvetica", size=11)
        for words in (FIRST * 2, SECOND * 2):
            pdf.ln(4)
            pdf.multi_cell(170, 6, words.strip(), align="L", new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


@pytest.fixture(scope="module")
def body():
    return report()


def test_a_report_reads_as_a_person_reads_it(read_one, body):
    document = read_one(body)
    assert document.kind is Kind.PDF
    assert (document.title, document.authors, str(document.published)) == (
        "Weirs of the Lower River",
        ("River Survey",),
        "2026-03-03",
    )
    texts = [document.text[block.start : block.end] for block in document.blocks]
    assert document.blocks[0].role is Role.TITLE
    assert texts.count((FIRST * 2).strip()) == texts.count((SECOND * 2).strip()) == 4
    assert "River Survey 2026" not in document.text
    assert "/ 4" not in document.text


def test_every_line_has_its_place(read_one, body):
    document = read_one(body)
    assert {box.page for box in document.boxes} == {1, 2, 3, 4}
    for box in document.boxes:
        assert 0 < box.x0 < box.x1 < 600
        assert 0 < box.y0 < box.y1 < 850
        assert document.block_at(box.start).end >= box.end
    covered = sum(box.end - box.start for box in document.boxes)
    assert covered > 0.95 * len(document.text)


def test_encrypted_cut_off_and_empty_pdfs_say_why(read, body):
    with pytest.raises(UnreadableInput, match="input: it is encrypted"):
        read(report(1, password="secret"))
    with pytest.raises(UnreadableInput, match="input: the PDF is damaged"):
        read(body[:400])
    with pytest.raises(UnreadableInput, match="input: the PDF is damaged"):
        read(b"%PDF-1.7\n" + b"junk " * 100)
    blank = FPDF()
    blank.add_page()
    with pytest.raises(UnreadableInput, match="input: the PDF has no text layer"):
        read(bytes(blank.output()))


def test_limits_hold(capture, body):
    for limits, cause in (
        (Limits(pdf_pages=3), "4 pages are more than the 3"),
        (Limits(pdf_seconds=0.001), "longer than"),
        (Limits(text_bytes=100), "more text than"),
        (Limits(pdf_bytes=100), "more than"),
    ):
        with pytest.raises(UnreadableInput, match=f"input: .*{cause}"):
            PdfReader(limits).read(capture(body))


def line(text, y, *, x=50, page=1, size=10.0, width=None):
    end = x + (width if width is not None else 5 * len(text))
    return Line(text, Box(page, x, y, end, y + 8), size, bold=False)


def lines(*texts, width=300):
    return [line(text, 700 - 12 * at, width=width) for at, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (("the commit" + HYPHEN, "tee sat"), "the committee sat"),
        (("a commit and a tee, below" + HYPHEN, "trend growth below the trend, the trend"), "below-trend"),
        (("a build-server and a build" + HYPHEN, "server again"), "a build-server and a build-server again"),
        (("the years 2011" + HYPHEN, "2013 were dry"), "2011-2013"),
        (("a long-", "term plan"), "long-term plan"),
    ],
)
def test_hyphens_at_line_ends(texts, wanted):
    (made,) = paragraphs([lines(*texts)], [842])
    assert wanted in made.text


def test_a_sentence_goes_on_across_pages():
    first = lines(
        "It is the finding of this survey, which has taken two years to make, that the weirs",
        "leak and that nobody has",
    )
    second = [
        line("mended them since the war.", 700, page=2, width=150),
        line("Nobody is to blame.", 660, page=2, width=100),
    ]
    assert [made.text for made in paragraphs([first, second], [842, 842])] == [
        "It is the finding of this survey, which has taken two years to make, that the weirs leak and that nobody has mended them since the war.",
        "Nobody is to blame.",
    ]


def test_a_crash_of_the_worker_is_an_unreadable_input(capture, body, monkeypatch, tmp_path):
    broken = tmp_path / "worker.py"
    broken.write_text("import os; os.abort()")
    monkeypatch.setattr("cuibono.readers.pdf._WORKER", broken)
    with pytest.raises(UnreadableInput, match="input: the PDF could not be read within the limits"):
        readers.read(capture(body))
