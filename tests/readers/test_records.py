import json

import pytest

from cuibono import readers
from cuibono.core.errors import UnreadableInput
from cuibono.core.text import Kind
from cuibono.readers import Form


@pytest.mark.parametrize(
    "value",
    [
        {
            "id": "world/2026",
            "tags": ["locks"],
            "title": "Gate fails",
            "text": "The gate failed in the night, they said.",
        },
        {"id": "a/b/c", "tags": ["locks"]},
        {"results": [{"title": "Gate", "text": "The gate failed in the night, they said."}]},
        {"vulnerabilities": [{"id": 1}]},
        {"articles": [{"title": "Gate", "url": "https://n.example/", "text": "The gate failed, they said."}]},
        {"items": [], "labels": []},
        [{"id": "lisk/gate", "tags": [], "comments": [{"by": "a", "text": "words"}]}],
    ],
)
def test_other_json_is_not_taken_for_a_register(capture, value):
    assert readers.kind_of(capture(json.dumps(value))) != Form.RECORDS


@pytest.mark.parametrize(
    "value",
    [
        {"results": [{"document_number": "2026-1", "publication_date": "2026-02-04"}, 5, None, "x"]},
        {"vulnerabilities": [{"cveID": "CVE-1", "dateAdded": "2026-02-04", "cwes": [1, None], "notes": 5}]},
        {"articles": [{"url": "https://n.example/", "seendate": "x", "domain": None, "title": "Gate"}]},
        [{"id": "lisk/gate", "tags": [None, 5, "base_model:", "base_model:finetune:", "license:"]}],
        {"id": "lisk/gate", "cardData": ["odd"], "baseModels": {"models": "odd"}, "tags": "odd"},
    ],
)
def test_odd_fields_break_nothing(read, capture, value):
    assert readers.kind_of(capture(json.dumps(value))) == Form.RECORDS
    try:
        documents = read(json.dumps(value))
    except UnreadableInput:
        return
    assert len(documents) == 1


def test_odd_items_of_wikidata_break_nothing(read):
    odd = {
        "accessed": "soon",
        "labels": [5, {"entities": []}, {"entities": {"Q2": {"id": "Q2", "labels": {"mul": {"value": "B"}}}}}],
    }
    claims = {
        "P127": [5, {"rank": "normal"}, {"rank": "normal", "mainsnak": {"datavalue": {"value": {"id": "Q2"}}}}],
        "P749": "odd",
    }
    entity = {"id": "Q1", "labels": {"en": {"value": "A"}}, "claims": claims, "lastrevid": "x", "modified": 7}
    (document,) = read(json.dumps(odd | {"item": {"entities": {"Q1": entity}}}))
    assert document.text == "A\n\nA is owned by B.\n\nWikidata, item Q1."
    with pytest.raises(UnreadableInput):
        read(json.dumps(odd | {"item": {"entities": {"Q1": entity | {"claims": []}}}}))


def test_a_list_of_records_is_a_document_each(read):
    value = {
        "results": [
            {"document_number": f"2026-{n}", "publication_date": "2026-02-04", "title": f"Gate {n}"} for n in (1, 2)
        ]
    }
    first, second = read(json.dumps(value))
    assert (first.title, second.title) == ("Gate 1", "Gate 2")
    assert first.id != second.id
    assert first.kind is Kind.ARTICLE


def test_what_a_list_says_stands_in_for_what_a_page_does_not(capture):
    headers = ((":entry", "yes"), (":dated", "2026-03-08"), (":listed", "https://n.example/list"))
    page = "<html><head><title>Gate</title></head><body><p>The gate failed in the night, they said.</p></body></html>"
    (document,) = readers.read(capture(page, headers=headers))
    assert (document.kind, document.snippet, str(document.published)) == (Kind.FEED_ITEM, True, "2026-03-08")
    dated = page.replace("</head>", '<meta property="article:published_time" content="2026-03-01T10:00:00Z"></head>')
    (document,) = readers.read(capture(dated, headers=headers))
    assert str(document.published) == "2026-03-01T10:00:00Z"
