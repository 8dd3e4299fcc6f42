# ruff: noqa: E501 - inputs stand as they come
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono import readers
from cuibono.core.errors import UnreadableInput
from cuibono.core.news import Capture
from cuibono.readers import Form, Limits, builtin, kind_of

FETCHED = datetime(2026, 3, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "form"),
    [
        ("<!doctype html><title>x</title>", Form.PAGE),
        ("<!-- c --><?xml version='1.0'?><rss><channel/></rss>", Form.FEED),
        ("<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body/></html>", Form.PAGE),
        ("<feed xmlns='http://www.w3.org/2005/Atom'/>", Form.FEED),
        ("<rdf:RDF xmlns:rdf='x'/>", Form.FEED),
        ('{"version": "https://jsonfeed.org/version/1", "items": []}', Form.FEED),
        ('{"title": "a", "text": "b", "author": "c"}', Form.ARTICLE),
        ('[{"title": "a", "text": "b", "author": "c"}, {"title": "a", "text": "b", "author": "d"}]', Form.ARTICLE),
        ('[{"user": "a", "text": "b"}, {"user": "c", "text": "d"}]', Form.MESSAGES),
        ("\n%PDF-1.7\n", Form.PDF),
        ("[12:03] a: b\n[12:04] c: d", Form.TALK),
        ("Words.", Form.TEXT),
    ],
)
def test_the_content_says_what_it_is(capture, body, form):
    for name in ("x.pdf", "x.html", "x.json"):
        assert kind_of(capture(body, name, media_type="image/png")) == form


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        (b"", "empty"),
        (b" \n\0", "empty"),
        (b"PK\x03\x04abc", "ZIP"),
        (b"\x89PNG\r\n", "PNG"),
        (bytes(range(256)) * 20, "binary"),
        (b'{"title": "a", "te', "broken"),
    ],
)
def test_what_is_no_text_is_refused_with_its_cause(capture, body, cause):
    with pytest.raises(UnreadableInput, match=rf"^files/x: .*{cause}"):
        readers.read(capture(body, "files/x"))


def test_a_registry_is_a_dict_that_plug_ins_extend(capture):
    class Loud:
        def read(self, given):
            raise UnreadableInput(f"{given.location}: seen by Loud")

    with pytest.raises(UnreadableInput, match="seen by Loud"):
        readers.read(capture("Words."), builtin() | {Form.TEXT: Loud()})
    with pytest.raises(UnreadableInput, match="no reader for that is registered"):
        readers.read(capture("Words."), {})


def test_what_is_too_large_is_refused_before_anybody_looks(capture):
    limits = Limits(text_bytes=10, pdf_bytes=10)
    with pytest.raises(UnreadableInput, match="more than"):
        readers.read(capture("<p>" + "x" * 100), limits=limits)


def outcome(body):
    capture = Capture("some/where", body, FETCHED)
    try:
        documents = readers.read(capture)
    except UnreadableInput as error:
        assert str(error).startswith("some/where: ")  # noqa: PT017 - refusing is one of two right answers
        return
    assert documents
    for document in documents:
        document.text.encode()
        assert document.capture == capture.id
        assert "\n\n".join(document.text[b.start : b.end] for b in document.blocks) == document.text
        for link in document.links:
            assert link.url.startswith(("http://", "https://"))
            document.span(link.start, link.end)
    assert readers.read(capture) == documents


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(body):
    outcome(body)


@given(st.text(max_size=200), st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_any_words_are_read_or_refused(words, encoding):
    outcome(words.encode(encoding, "surrogatepass"))


_PIECES = st.sampled_from(
    [
        "<html>", "<p>", "</p>", "<div style='display:none'>", "</div>", "<!--", "-->", "<script>", "<rss><channel>", "<item>",
        "<title>", "</title>", "{", "}", "[", "]", '"title":', '"text":', '"children":', '"author":', ",", '"a"', "null", "1e999",
        "[12:03] ", "Ann: ", "\n", "\n\n", "words and more words", "&lt;p&gt;", "&#xD800;", "\x00", "# ", "- ", "](https://x.example)",
        "<table><tr><td>", "<a href='//['>", "<base href='http://['>", "<time datetime='2026'>", "<meta charset='hex'>", "<![CDATA[",
    ]
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(_PIECES, max_size=25))
def test_broken_markup_and_json_are_read_or_refused(pieces):
    outcome("".join(pieces).encode())
