# ruff: noqa: E501 - records and texts stand as they come
import json
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest

from cuibono.core.errors import SettingsError, UnreadableInput
from cuibono.core.text import Document
from cuibono.core.times import Precision
from cuibono.desk.investigate import Investigator
from cuibono.findings.clocks import Clocks
from cuibono.stories import outlets
from cuibono.stories.cluster import cluster
from cuibono.stories.outlets import outlet_of

WATERS = {"raw_name": "DEPARTMENT OF WATERS", "name": "Waters Department", "id": 9, "parent_id": None}
LOCKS = {"raw_name": "Lock Authority", "name": "Lock Authority", "id": 10, "parent_id": 9}


def document(number="2026-00117", **more):
    return {
        "document_number": number,
        "title": "Lock Gate Inspection Requirements",
        "type": "Proposed Rule",
        "abstract": "The Lock Authority proposes that operators of lock gates inspect them twice a year.",
        "action": "Proposed rule.",
        "publication_date": "2026-02-04",
        "comments_close_on": "2026-04-06",
        "effective_on": None,
        "regulation_id_numbers": ["9999-AA04"],
        "docket_ids": ["Docket No. LA-2026-0010"],
        "html_url": f"https://www.federalregister.gov/documents/2026/02/04/{number}/lock-gate-inspection",
        "agencies": [WATERS, LOCKS],
        **more,
    }


def answer(*documents, **more):
    return json.dumps(
        {"count": len(documents), "total_pages": 1, "results": list(documents), **more}, indent=1
    ).encode()


class Everywhere(dict):
    def get(self, path, default=None):
        return super().get("*") if path.startswith("/documents.json") else super().get(path, default)


@pytest.fixture
def register(server, page, desk):
    server.pages = Everywhere()

    def read(*documents, **options) -> list[Document]:
        server.pages["*"] = page(answer(*documents), "Content-Type: application/json")
        return desk.documents("federal-register", query="lock gates", api=server.url(""), **options)

    return read


def test_a_document_tells_what_it_is_and_what_it_sets_going(register):
    (found,) = register(document(effective_on="2026-07-01", dates="Comments must arrive by April 6, 2026."))
    assert (found.title, found.outlet, found.authors) == (
        "Lock Gate Inspection Requirements",
        "Federal Register",
        ("Lock Authority",),
    )
    assert found.url == "https://www.federalregister.gov/documents/2026/02/04/2026-00117/lock-gate-inspection"
    assert (str(found.published), found.published.precision) == ("2026-02-04", Precision.DAY)
    assert found.snippet
    for words in (
        "The Lock Authority proposes that operators",
        "Comments must arrive by April 6, 2026.",
        "Action: Proposed rule.",
        "Comments are due by April 6, 2026.",
        "This document takes effect on July 1, 2026.",
        "Docket: Docket No. LA-2026-0010.",
        "RIN: 9999-AA04.",
        "Document number: 2026-00117.",
        "Agencies: Lock Authority.",
    ):
        assert found.find(words)
    assert dict(found.tags)["rin"] == "9999-AA04"
    assert dict(found.tags)["comments close on"] == "2026-04-06"


def test_a_correction_moves_no_clock(register):
    """As the register does: the correction carries dates from before it was published, or any others."""
    for close, effective in (("2026-02-04", "2026-02-04"), ("2026-03-20", "2026-06-01"), (None, None)):
        (found,) = register(
            document(
                "2026-00201",
                title="Lock Gate Inspection Requirements; Correction",
                action="Proposed rule; correction.",
                publication_date="2026-03-02",
                comments_close_on=close,
                effective_on=effective,
            )
        )
        assert "are due by" not in found.text
        assert "takes effect" not in found.text
        assert ("correction", "yes") in found.tags
        aside = [notice.words for notice in found.notices if notice.kind == "date set aside"]
        assert aside == [each for each in (close, effective) if each]


@pytest.mark.parametrize(
    "how",
    [
        {"document_number": "C1-2026-00117"},
        {"title": "Lock Gates; Correction"},
        {"action": "Correcting amendments."},
        {"correction_of": "https://www.federalregister.gov/api/v1/documents/2026-00117"},
    ],
)
def test_corrections_are_known_by_any_of_their_signs(register, how):
    (found,) = register(document(**how))
    assert "are due by" not in found.text
    if "correction_of" in how:
        assert ("corrects", "2026-00117") in found.tags


def test_dates_before_publication_and_no_dates_are_set_aside(register):
    (found,) = register(document(comments_close_on="2025-01-01", effective_on="soon"))
    assert "2025" not in found.text
    assert {notice.kind for notice in found.notices} >= {"date set aside", "date unread"}


def test_the_clock_stays_at_the_extension_whatever_the_correction_says(register):
    notice = "The Lock Authority is extending the comment period for the inspection rule through May 8, 2026."
    extension = document(
        "2026-00150",
        title="Lock Gate Inspection Requirements; Extension of Comment Period",
        abstract=notice,
        action="Proposed rule; extension of comment period.",
        publication_date="2026-03-01",
        comments_close_on="2026-05-08",
    )
    correction = document(
        "2026-00201",
        title="Lock Gate Inspection Requirements; Correction",
        action="Proposed rule; correction.",
        abstract="This document corrects the list of gates to which the proposed rule applies.",
        publication_date="2026-03-09",
        comments_close_on="2026-02-04",
    )
    documents = register(document(), extension, correction)
    investigator = Investigator(probes=[Clocks()], lenses=[], outlets_of=outlets.outlets_of, methods=(), observer=None)
    (reading,) = investigator.investigate(documents, one_story=True)
    days = {clock.latest.date().isoformat() for clock in reading.findings if clock.latest}
    assert "2026-05-09" in days  # until the end of the day before
    assert not any(day < "2026-04-07" for day in days)


def test_a_record_is_the_same_capture_in_whatever_list(server, page, desk):
    server.pages = Everywhere({"*": page(answer(document(), document("2026-00118")))})
    first = list(desk.source("federal-register", query="lock", api=server.url("")).fetch(None))
    server.pages["*"] = page(answer(document("2026-00119"), document()))
    second = list(desk.source("federal-register", docket="LA-2026-0010", api=server.url("")).fetch(None))
    assert first[0].id == second[1].id
    assert [capture.location.split("/")[-2] for capture in second] == ["2026-00119", "2026-00117"]


def test_the_list_goes_on_at_the_same_site_only(server, canary, page, desk):
    following = server.url("/documents.json?page=2")
    pages = [
        page(answer(document(), next_page_url=following)),
        page(answer(document("2026-2"), next_page_url=canary.url())),
    ]
    server.pages = Everywhere({"*": lambda connection, _: connection.sendall(pages.pop(0))})
    source = desk.source("federal-register", query="lock", api=server.url(""))
    assert [d.tags[0][1] for d in desk.round(source)] == ["2026-00117", "2026-2"]
    assert [problem.message for problem in source.problems] == ["a part of the list is said to be at another site"]
    assert canary.connections == 0


def test_a_list_that_has_come_to_old_documents_goes_no_further(server, page, desk):
    old = document("2025-9", publication_date="2025-11-01")
    following = server.url("/documents.json?page=2")
    server.pages = Everywhere({"*": page(answer(document(), old, next_page_url=following))})
    documents = desk.documents("federal-register", query="lock", api=server.url(""))
    assert [d.tags[0][1] for d in documents] == ["2026-00117"]
    assert len(server.requests) == 1


def test_the_whole_text_comes_behind_its_record(server, canary, page, desk):
    text = (
        "<h1>Lock Gate Inspection Requirements</h1><h2>SUMMARY:</h2><p>The Lock Authority proposes that operators of lock gates "
        "inspect them twice a year.</p><h2>DATES:</h2><p>Comments must be received on or before April 6, 2026.</p><h2>BACKGROUND</h2>"
        + "<p>The Authority has found that gates of the north failed forty times in the last ten years.</p>"
        * 3
    )
    server.pages = Everywhere({"/full/1.html": page(text.encode(), "Content-Type: text/html")})
    inside = document(body_html_url=server.url("/full/1.html"))
    outside = document("2026-00118", body_html_url=canary.url("/full/2.html"))
    server.pages["*"] = page(answer(inside, outside))
    record, whole, other = desk.documents("federal-register", query="lock", full="yes", api=server.url(""))
    assert (record.snippet, whole.snippet, other.snippet) == (True, False, True)
    assert whole.url == record.url == inside["html_url"]
    assert str(whole.published) == "2026-02-04"
    assert whole.find("Comments must be received on or before April 6, 2026.")
    assert outlet_of(whole).name == "Federal Register"
    assert canary.connections == 0
    desk.memory.pages.clear()
    assert len(desk.documents("federal-register", query="lock", api=server.url(""))) == 2


def test_what_is_asked_for(server, page, desk):
    server.pages = Everywhere({"*": page(b'{"count": 0, "description": "Documents", "total_pages": 0}')})
    options = {"agencies": "lock-authority, waters-department", "types": "RULE,NOTICE", "rin": "9999-AA04"}
    assert desk.documents("federal-register", query="a&b=c", api=server.url(""), **options) == []
    asked = parse_qsl(urlsplit(server.requests[0].split()[1]).query)
    assert ("conditions[term]", "a&b=c") in asked
    assert [value for name, value in asked if name == "conditions[agencies][]"] == [
        "lock-authority",
        "waters-department",
    ]
    assert [value for name, value in asked if name == "conditions[type][]"] == ["RULE", "NOTICE"]
    assert ("order", "newest") in asked


def test_old_documents_are_left_out(server, page, desk):
    server.pages = Everywhere({"*": page(answer(document(), document("2026-1", publication_date="2026-03-10")))})
    since = datetime(2026, 3, 1, tzinfo=UTC)
    (found,) = desk.documents("federal-register", since, query="lock", api=server.url(""))
    assert dict(found.tags)["document number"] == "2026-1"


def test_what_is_no_answer_is_an_error(server, page, desk):
    for body in (b"<html>sorry", b'{"errors": ["bad"]}', b"{", b"[]"):
        server.pages = Everywhere({"*": page(body)})
        with pytest.raises(UnreadableInput, match="no answer of the Federal Register"):
            desk.documents("federal-register", query="lock", api=server.url(""))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, "query is missing: one of query, agencies"),
        ({"query": "x", "types": "RULE,LAW"}, "types: 'LAW' should be one of RULE"),
    ],
)
def test_bad_options_are_named(desk, options, told):
    with pytest.raises(SettingsError, match=told):
        desk.source("federal-register", **options)


def test_documents_of_one_docket_are_one_story_and_others_are_not(register):
    air = {"agencies": [], "regulation_id_numbers": ["2120-AA64"], "comments_close_on": None, "type": "Rule"}
    cracks = "Orrin 7 engines with fan blades of series 40 must be inspected for cracks before 500 further flights."
    belts = "Operators replace seat belts whose buckles were made at Tarn between May and July by hand."
    documents = register(
        document(),
        document("2026-00333", title="Correction", abstract="In Table 3, line 4 is wrong.", action="Correction."),
        document("2026-00444", title="Engines", abstract=cracks, docket_ids=["FAA-2026-0011"], **air),
        document("2026-00555", title="Seats", abstract=belts, docket_ids=[], **air),
    )
    found = sorted(sorted(d.title for d in story.documents) for story in cluster(documents))
    assert found == [["Correction", "Lock Gate Inspection Requirements"], ["Engines"], ["Seats"]]
