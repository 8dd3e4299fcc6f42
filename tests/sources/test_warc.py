import gzip
import sys
import zlib
from datetime import UTC, datetime

import brotli
import pytest

from cuibono.core.errors import InputError, SettingsError

WORDS = b"<html><head><title>Gate</title></head><body><p>" + b"The lock authority read its report aloud. " * 20
HTML = "Content-Type: text/html; charset=utf-8"


def record(url, body=WORDS, *headers, kind="response", status="200 OK", date="2026-03-10T08:00:00Z", length=None):
    head = "\r\n".join([f"HTTP/1.1 {status}", *(headers or (HTML,))]).encode() + b"\r\n\r\n"
    block = head + body if kind == "response" else body
    media = "application/http; msgtype=response" if kind == "response" else "text/plain"
    said = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        f"WARC-Date: {date}",
        f"WARC-Record-ID: <urn:uuid:{zlib.crc32(url.encode())}>",
        f"Content-Type: {media}",
        f"Content-Length: {len(block) if length is None else length}",
    ]
    return "\r\n".join(said).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


@pytest.fixture
def archive(tmp_path, desk):
    """Writes records into a file and makes a source over the folder."""

    def write(*records, name="a.warc.gz", pack="each", **options):
        data = b"".join(gzip.compress(each) for each in records) if pack == "each" else b"".join(records)
        (tmp_path / name).write_bytes(gzip.compress(data) if pack == "whole" else data)
        return desk.source("warc", path=str(tmp_path), **options)

    return write


def links(captures):
    return [capture.location for capture in captures]


def test_pages_come_out_dated_by_when_they_were_archived(archive, desk):
    source = archive(
        record("https://lisk.example/1", WORDS, HTML, 'ETag: "x"', "Set-Cookie: CANARY"),
        record("https://lisk.example/robots", b"x", "Content-Type: image/png"),
        record("https://lisk.example/gone", WORDS, status="404 Not Found"),
        record("dns:lisk.example", b"x", kind="resource"),
        record("https://lisk.example/request", b"GET /", kind="request"),
        record("https://lisk.example/2", b"The lock authority read its report aloud.", kind="conversion"),
    )
    one, two = source.fetch(None)
    assert (one.location, one.body, one.media_type) == ("https://lisk.example/1", WORDS, "text/html; charset=utf-8")
    assert one.fetched == datetime(2026, 3, 10, 8, tzinfo=UTC)
    assert dict(one.headers)["etag"] == '"x"'
    assert "CANARY" not in str(one.headers)
    assert dict(one.headers)[":archive"].endswith("a.warc.gz")
    assert two.media_type == "text/plain"
    desk.memory.pages.clear()
    assert [d.url for d in desk.round(source)] == ["https://lisk.example/1", "https://lisk.example/2"]
    assert list(source.fetch(None)) == []


@pytest.mark.parametrize("pack", ["each", "whole", "none"])
def test_a_round_goes_on_where_the_last_one_ended(archive, pack):
    """Also where the whole file was packed at once, so that no offset leads into it."""
    name = "a.warc" if pack == "none" else "a.warc.gz"
    source = archive(*(record(f"https://lisk.example/{n}") for n in range(7)), name=name, pack=pack, limit="3")
    rounds = [links(source.fetch(None)) for _ in range(4)]
    assert [len(each) for each in rounds] == [3, 3, 1, 0]
    assert [link for each in rounds for link in each] == [f"https://lisk.example/{n}" for n in range(7)]


def test_nothing_is_noted_before_it_was_taken(archive):
    source = archive(*(record(f"https://lisk.example/{n}") for n in range(3)))
    fetching = source.fetch(None)
    next(fetching), next(fetching)
    fetching.close()
    assert links(source.fetch(None)) == ["https://lisk.example/1", "https://lisk.example/2"]


def test_codings_are_unpacked_within_limits(archive):
    source = archive(
        record("https://n.example/gzip", gzip.compress(WORDS), HTML, "Content-Encoding: gzip"),
        record("https://n.example/br", brotli.compress(WORDS), HTML, "Content-Encoding: br"),
        record("https://n.example/chunks", b"5\r\n<p>on\r\n1\r\ne\r\n0\r\n\r\n", HTML, "Transfer-Encoding: chunked"),
        record("https://n.example/bomb", gzip.compress(bytes(50 * 1024**2)), HTML, "Content-Encoding: gzip"),
        record("https://n.example/bomb2", brotli.compress(bytes(50 * 1024**2)), HTML, "Content-Encoding: br"),
        record("https://n.example/zstd", b"x", HTML, "Content-Encoding: zstd"),
        record("https://n.example/broken", b"x", HTML, "Content-Encoding: gzip"),
        record("https://n.example/empty", b""),
    )
    assert [capture.body for capture in source.fetch(None)] == [WORDS, WORDS, b"<p>one"]
    told = [problem.message for problem in source.problems]
    assert len(told) == 5
    assert sum("100 times its size" in each for each in told) == 2


def test_what_is_chosen(archive, desk):
    source = archive(
        record("https://lisk.example/news/1"),
        record("https://lisk.example/shop/1"),
        record("https://lisk.example/news/2", date="2026-01-01T00:00:00Z"),
        record("<https://jo:secret@lisk.example/news/3?token=CANARY>"),
        record("file:///etc/passwd/news/"),
        holding="/news/, /press/",
    )
    since = datetime(2026, 3, 1, tzinfo=UTC)
    found = links(source.fetch(since))
    assert found == ["https://lisk.example/news/1", "https://lisk.example/news/3?token=withheld"]


def test_broken_archives_are_problems(archive, tmp_path):
    (tmp_path / "b.warc").write_bytes(b"WARC/1.0 words that are no archive")
    (tmp_path / "c.warc.gz").write_bytes(gzip.compress(record("https://lisk.example/c"))[:-60])
    (tmp_path / "d.warc").write_bytes(record("https://lisk.example/d", length=10**6))
    (tmp_path / "e.warc").write_bytes(b"WARC/1.0\r\nX: " + b"a" * 10**6)
    (tmp_path / "note.txt").write_text("no archive", "utf-8")
    source = archive(record("https://lisk.example/a"))
    assert links(source.fetch(None)) == ["https://lisk.example/a"]
    assert len(source.problems) == 4
    assert all("breaks off" in problem.message for problem in source.problems)


def test_what_is_missing_is_named(desk, tmp_path, monkeypatch):
    with pytest.raises(InputError, match="there is no such file or folder"):
        list(desk.source("warc", path=str(tmp_path / "gone")).fetch(None))
    with pytest.raises(SettingsError, match="should be absolute"):
        desk.source("warc", path="a.warc")
    monkeypatch.setitem(sys.modules, "fastwarc.warc", None)
    with pytest.raises(SettingsError, match=r"pip install 'cuibono\[archives\]'"):
        desk.source("warc", path=str(tmp_path))
