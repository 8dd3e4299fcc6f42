"""The page as text: its structure, its anchors, and that no word of an article becomes markup."""

import base64
import hashlib
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from cuibono.core.news import Story
from cuibono.core.reading import Reading, Record
from cuibono.core.talk import Talk
from cuibono.core.text import Document, Kind
from cuibono.export.anchors import Anchors, Close, Gap, Mark, Passage
from cuibono.export.html import HtmlExporter
from tests.export.desk import document, documents, reading
from tests.export.payloads import HTML, LINKS

ROOT = Path(__file__).parent.parent.parent
SECTIONS = [
    "claims",
    "room",
    "clocks",
    "interests",
    "framing",
    "left-out",
    "relations",
    "forecasts",
    "versions",
    "documents",
    "refused",
    "methods",
]
PRINT = """
import sys
from cuibono.export.html import HtmlExporter
from tests.export.desk import reading
sys.stdout.buffer.write(HtmlExporter().export(reading()).encode())
"""


def parse(text):
    return html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))


def shape(page):
    """Every element with its class and the names of its attributes: all of the markup, and nothing of the text."""
    values = {"class", "rel", "target", "type", "for", "scope", "role"}
    return [
        (e.tag, tuple(sorted((k, v if k in values else "") for k, v in e.attrib.items())))
        for e in page.iter()
        if isinstance(e.tag, str)
    ]


def words(element):
    return " ".join(element.text_content().split())


@pytest.fixture(scope="module")
def text():
    return HtmlExporter().export(reading())


@pytest.fixture(scope="module")
def page(text):
    return parse(text)


def test_the_sections_stand_in_order(page):
    assert [section.get("id") for section in page.iterfind(".//main/section")] == SECTIONS


def test_headings_go_down_one_step_at_a_time(page):
    levels = [int(e.tag[1]) for e in page.iter() if isinstance(e.tag, str) and re.fullmatch("h[1-6]", e.tag)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_ids_are_unique_and_every_anchor_leads_somewhere(page):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    hrefs = [href for href in page.xpath("//a/@href") if href.startswith("#")]
    assert len(hrefs) > 60
    assert {href[1:] for href in hrefs} <= set(ids)


def test_every_sentence_of_the_room_and_of_the_head_links_to_its_words(page):
    said = page.xpath("//article[contains(@class,'turn')]/p | //article[contains(@class,'turn')]/ul/li | //dl//dd")
    assert len(said) >= 11
    for place in said:
        for link in place.xpath(".//a[@data-s]"):
            mark = page.get_element_by_id(link.get("href")[1:])
            assert mark.tag == "mark"
            quoted = link.find("q")
            if quoted is not None:
                assert words(mark) == words(quoted)
        assert place.xpath(".//a[@data-s]")


def test_the_origins_unfold_into_their_trees(page):
    origins = page.get_element_by_id("origins")
    assert words(origins.find("summary")).startswith("3 independent origins")
    tree = origins.xpath("./ol/li[1]")[0]
    assert words(tree.xpath("./ul/li[1]")[0]).startswith("wire2 Karo bridge has eleven cracks, firm says relays 1")
    assert words(tree.xpath("./ul/li[1]/ul/li[1]")[0]).endswith("reprint of 2, 97 % of its text")


def test_the_matrix_speaks_without_colour(page):
    row = page.get_element_by_id("c1")
    cells = [words(cell) for cell in row.findall("td")]
    assert cells[:3] == ["beltworks says it", "wire says it, with a hedge, relaying Belt", "reprint says it"]
    assert cells[3] == "forum says otherwise: number"
    assert cells[5].startswith("paper left it out")
    signs = {use.get("href") for use in page.xpath("//table//use")}
    assert signs <= {f"#{i}" for i in page.xpath("//symbol/@id")}
    assert len(page.xpath("//table[contains(@class,'matrix')]//th[@scope='col']")) == 7


def test_reprints_are_folded_under_their_original(page):
    heads = page.xpath("//table//th[@scope='col']")
    assert [words(head) for head in heads if head.get("class") == "copy"] == ["reprint (reprint)3"]
    assert "+1" in words(heads[2])
    assert all(len(row.xpath("./td[@class='copy']")) == 1 for row in page.xpath("//tbody/tr[th/@class='claim']"))


def test_turns_show_act_and_whom_they_answer(page):
    challenge = page.get_element_by_id("t2").find("h3")
    assert words(challenge) == "Contradictions challenges Wire unanswered"
    assert challenge.xpath(".//a/@href") == ["#t1"]


def test_the_two_words_that_differ_are_marked(page):
    marked = [words(b) for b in page.xpath("//section[@id='relations']//article[1]//q/b")]
    assert marked == ["eleven", "one"]


def test_documents_carry_what_a_reader_must_know(page):
    first, fourth = page.get_element_by_id("d1"), page.get_element_by_id("d4")
    assert words(first.find(".//p[@class='byline']")).startswith(
        "beltworks newspaper 4 May 2031, 06:00 UTC by A. Writer"
    )
    assert first.xpath(".//p[@class='byline']//a/@href") == ["https://beltworks.example/bridge#page=2"]
    assert "undated" in words(fourth.find(".//p[@class='byline']"))
    assert words(fourth.xpath(".//span[@class='speaker']")[0]) == "maker1 2031-05-04T09:00Z"
    assert words(first.xpath(".//p[@class='notice']")[0]) == "hidden text kept apart: obey"


def test_links_to_the_original_lead_to_the_words_and_leave_nothing_behind(page):
    outward = [a for a in page.xpath("//a[@href]") if not a.get("href").startswith("#")]
    assert outward
    assert all("noopener" in a.get("rel") and a.get("href").startswith("https://") for a in outward)
    mark = page.xpath("//article[@id='d2']//mark[@data-original]")[0]
    assert mark.get("data-original").startswith("https://wire.example/bridge#:~:text=")


def test_what_was_refused_is_shown_and_what_was_not_measured_says_so(page):
    refused = page.get_element_by_id("refused")
    assert "Experts agree" in words(refused)
    assert "old.html published later" in words(refused)
    assert words(page.xpath("//table[@class='methods']/tbody/tr")[0]).endswith("not measured yet")


def test_the_policy_allows_this_style_and_this_script_and_nothing_else(text, page):
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    for name in ("style", "script"):
        inside = re.search(rf"<{name}>(.*?)</{name}>", text, re.DOTALL).group(1)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_nothing_is_loaded_from_anywhere(text, page):
    assert page.xpath("//@src | //@srcset | //img | //iframe | //object | //embed | //form | //base") == []
    assert page.xpath("//link/@href") == ["data:,"]
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL).group(1)
    assert "url(" not in style
    assert "@import" not in style


@pytest.mark.parametrize("evil", HTML)
def test_foreign_text_changes_no_markup(evil):
    def quiet(page):
        for gone in page.xpath("//mark | //b[ancestor::q]"):  # what is marked depends on the words
            gone.drop_tag()
        return shape(page)

    evil_page = parse(HtmlExporter().export(reading(evil)))
    assert quiet(evil_page) == quiet(parse(HtmlExporter().export(reading("harmless"))))
    assert len(evil_page.xpath("//script")) == 1


def test_foreign_text_is_shown_as_it_stands():
    evil = "<script>alert('x') & \"y\"</script>"
    page = parse(HtmlExporter().export(reading(evil)))
    assert evil in words(page.find(".//h1"))
    assert evil in words(page.get_element_by_id("d1-title"))
    assert page.xpath("//article[@id='d1']//div[@class='text']")[0].text_content().count(evil) == 2


@pytest.mark.parametrize("link", LINKS)
def test_only_web_links_become_links(link):
    page = parse(HtmlExporter().export(reading(url=link)))
    assert [a for a in page.xpath("//a/@href") if not a.startswith("#")] == []
    assert page.xpath("//@data-original") == []


def test_the_same_reading_gives_the_same_bytes_whatever_the_hash_seed():
    runs = {
        subprocess.run(
            [sys.executable, "-c", PRINT],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_a_reading_of_one_silent_document_is_a_page():
    alone = document(("Quiet",), name="quiet", published=None)
    record = Record(Story("s1", "Quiet", (alone,)), documents_outlets(alone), (), (), ())
    page = parse(HtmlExporter().export(Reading(record, (), (), Talk(), ())))
    assert [section.get("id") for section in page.iterfind(".//main/section")] == ["clocks", "documents", "methods"]
    assert {href[1:] for href in page.xpath("//a[starts-with(@href,'#')]/@href")} <= set(page.xpath("//@id"))


def documents_outlets(*found):
    return {d.id: reading().record.outlets[documents()[0].id] for d in found}


@pytest.mark.slow
def test_five_hundred_documents_are_still_a_page():
    filler = "\n\n".join(f"Paragraph {n} says nothing that anybody cites. " * 4 for n in range(60)).split("\n\n")
    more = tuple(document((f"Paper {n}", *filler), name=f"paper{n}", published="2031-05-04") for n in range(494))
    assert sum(len(d.text) for d in more) > 5_000_000
    text = HtmlExporter().export(reading(more=more))
    page = parse(text)
    assert len(text) < 3_000_000
    assert len(page.xpath("//article[@class='doc']")) == 500
    assert len(page.xpath("//th[@scope='col']")) < 50
    assert "60 paragraphs without cited words not shown" in words(page.get_element_by_id("d300"))
    assert "460 more documents" in words(page.get_element_by_id("claims"))
    assert {href[1:] for href in page.xpath("//a[starts-with(@href,'#')]/@href")} <= set(page.xpath("//@id"))


class TestAnchors:
    """Marks around spans that nest, cross, and reach over paragraphs."""

    text = "Alpha beta gamma.\n\nDelta epsilon zeta eta theta."

    def anchors(self, *places):
        found = Document("d1", "c", Kind.TEXT, self.text)
        record = Record(Story("s", "t", (found,)), {}, (), (), ())
        spans = [found.span(*place) for place in places]
        return found, spans, Anchors(record, spans)

    @given(st.lists(st.tuples(st.integers(0, 47), st.integers(1, 48)).filter(lambda p: p[0] < p[1]), max_size=8))
    def test_text_is_whole_and_marks_nest_and_cover_their_spans(self, places):
        places = [place for place in places if self.text[slice(*place)].strip()]
        found, spans, anchors = self.anchors(*places)
        covered, begun, shown = {}, [], []
        for passage in anchors.body(found):
            stack = []
            for piece in passage.pieces:
                match piece:
                    case Mark():
                        stack.append(piece.of)
                        begun += [piece.id] if piece.id else []
                    case Close():
                        stack.pop()
                    case _:
                        shown.append(piece)
                        for anchor in stack:
                            covered[anchor] = covered.get(anchor, "") + piece
            assert stack == []
        assert "".join(shown) == self.text.replace("\n\n", "")
        assert sorted(begun) == sorted({anchors.id(span) for span in spans})
        for span in spans:
            assert covered[anchors.id(span)] == span.quote.replace("\n\n", "")

    def test_long_documents_show_only_paragraphs_with_cited_words(self):
        found = Document("d1", "c", Kind.TEXT, "\n\n".join(f"Paragraph {n}. " + "x" * 400 for n in range(100)))
        span = found.find("Paragraph 50")
        body = list(Anchors(Record(Story("s", "t", (found,)), {}, (), (), ()), [span]).body(found))
        assert [piece.blocks for piece in body if isinstance(piece, Gap)] == [50, 49]
        assert [piece.cited for piece in body if isinstance(piece, Passage)] == [True]
