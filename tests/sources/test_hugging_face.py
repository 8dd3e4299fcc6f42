# ruff: noqa: E501 - records stand as they come
import json

import pytest

from cuibono.core.errors import SettingsError, UnreadableInput


def model(name="lisk/Gate-7B-GGUF", **more):
    return {
        "_id": "6a217cbebb1cb0d0d602b221",
        "id": name,
        "author": name.partition("/")[0],
        "lastModified": "2026-03-10T02:58:15.000Z",
        "likes": 4,
        "downloads": 9031,
        "sha": "e0572142",
        "tags": [
            "gguf",
            "en",
            "base_model:quay/Gate-7B",
            "base_model:quantized:quay/Gate-7B",
            "license:apache-2.0",
            "arxiv:2603.00117",
            "region:us",
        ],
        "library_name": "transformers",
        "createdAt": "2026-03-09T13:25:18.000Z",
        **more,
    }


class Everywhere(dict):
    def get(self, path, default=None):
        return super().get("*") if path.startswith("/models") else default


@pytest.fixture
def models(server, page, desk):
    def read(*found, **options):
        server.pages = Everywhere({"*": page(json.dumps(list(found)).encode())})
        return desk.documents("hugging-face", query="gate", api=server.url(""), **options)

    return read


def test_lineage_is_told_as_declared(models):
    (document,) = models(model())
    assert (document.title, document.outlet, document.authors) == ("lisk/Gate-7B-GGUF", "Hugging Face", ("lisk",))
    assert document.url == "https://huggingface.co/lisk/Gate-7B-GGUF"
    assert (str(document.published), str(document.modified)) == ("2026-03-09T13:25:18Z", "2026-03-10T02:58:15Z")
    assert document.find("lisk declares lisk/Gate-7B-GGUF to be a quantisation of quay/Gate-7B.")
    assert document.find("Licence: apache-2.0.")
    assert document.find("Papers: arXiv:2603.00117.")
    assert document.text.count("quay/Gate-7B") == 1  # the tag without a relation says no more than the one with it
    assert "9031" not in document.text
    assert document.language == "en"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"tags": [], "cardData": {"base_model": "quay/A"}}, ["lisk declares quay/A as the base of lisk/M."]),
        ({"tags": [], "cardData": {"base_model": ["quay/A", "quay/B"], "base_model_relation": "merge"}},
         ["lisk declares lisk/M to be a merge of quay/A.", "lisk declares lisk/M to be a merge of quay/B."]),
        ({"tags": ["base_model:quay/A"]}, ["lisk declares quay/A as the base of lisk/M."]),
        ({"tags": ["base_model:adapter:quay/A", "base_model:odd:quay/B"]},
         ["lisk declares lisk/M to be an adapter of quay/A.", "lisk declares odd:quay/B as the base of lisk/M."]),
        ({"baseModels": {"relation": "finetune", "models": [{"id": "quay/K"}, {"id": 5}]}}, ["lisk declares lisk/M to be a fine-tune of quay/K."]),
    ],
)  # fmt: skip
def test_every_form_of_declaration_is_read(models, given, told):
    (document,) = models({"id": "lisk/M", **given})
    assert [line for line in document.text.split("\n\n") if " declares " in line] == told
    assert document.published is None


def test_that_nothing_is_declared_says_nothing(models):
    (document,) = models(model(tags=["license:mit"], cardData={}))
    assert "declares" not in document.text
    assert "base" not in document.text


def test_the_day_before_which_no_day_is_known_is_no_date(models):
    (document,) = models(model(createdAt="2022-03-02T23:29:04.000Z"))
    assert document.published is None


def test_downloads_do_not_make_a_model_new(server, page, desk):
    source = desk.source("hugging-face", query="gate", api=server.url(""))
    for changes, expected in (
        ({}, 1),
        ({"downloads": 9999, "likes": 5}, 0),
        ({"sha": "f", "lastModified": "2026-03-11T02:58:15.000Z"}, 1),
    ):
        server.pages = Everywhere({"*": page(json.dumps([model(**changes)]).encode())})
        assert len(desk.round(source)) == expected


def test_what_is_asked_for_and_what_is_refused(server, page, desk):
    server.pages = Everywhere({"*": page(b"[]")})
    assert desk.documents("hugging-face", author="quay", base="quay/Gate-7B", api=server.url("")) == []
    assert "author=quay" in server.requests[0]
    assert "filter=base_model%3Aquay%2FGate-7B" in server.requests[0]
    for body in (b'{"error": "x"}', b"<html>", b"[{"):
        server.pages = Everywhere({"*": page(body)})
        with pytest.raises(UnreadableInput, match="no list of models"):
            desk.documents("hugging-face", query="x", api=server.url(""))
    with pytest.raises(SettingsError, match="query is missing: one of query, author, base"):
        desk.source("hugging-face")
