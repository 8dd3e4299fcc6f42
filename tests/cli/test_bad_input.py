"""Bad input: one clear message each, naming the thing and the cause; the rest is read and nothing stored is lost."""

from __future__ import annotations

import os
import socket

import pypdfium2
import pytest
from fpdf import FPDF
from fpdf.enums import AccessPermission

from tests.cli.command import invoke
from tests.cli.conftest import ARTICLE, article
from tests.sources.conftest import answer


def pdf(*, password: str = "") -> bytes:
    paper = FPDF()
    paper.add_page()
    paper.set_font("Helvetica", size=11)
    paper.multi_cell(0, 6, ARTICLE)
    if password:
        paper.set_encryption(owner_password=password + "!", user_password=password, permissions=AccessPermission.none())
    return bytes(paper.output())


def test_the_pdf_that_the_others_are_spoilt_from_is_sound(tmp_path, db):
    (tmp_path / "sound.pdf").write_bytes(pdf())
    assert len(pypdfium2.PdfDocument(pdf())) == 1
    assert invoke("read", tmp_path / "sound.pdf", "--db", db).code == 0


@pytest.mark.parametrize(
    ("name", "body", "cause"),
    [
        ("empty.html", b"", "the file is empty"),
        ("blank.txt", b" \n\t\n ", "it is empty"),
        ("junk.html", bytes(range(256)) * 40, "it is binary data of no kind that is known"),
        ("truncated.pdf", pdf()[:400], "the PDF is damaged or cut off"),
        ("locked.pdf", pdf(password="sesame"), "it is encrypted and needs a password"),
        ("broken.json", b'{"title": "half an art', "it begins like JSON, but is broken"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "it is a PNG image, which no reader takes"),
    ],
)
def test_an_unreadable_file_is_named_with_its_cause_and_the_rest_is_read(tmp_path, db, good, name, body, cause):
    (tmp_path / name).write_bytes(body)
    alone = invoke("read", tmp_path / name, "--db", db)
    assert (alone.code, alone.out) == (3, "")
    assert alone.told == [f"{name}: {cause}", "nothing could be read"]
    beside = invoke("read", tmp_path / name, good, "--db", db)
    assert (beside.code, beside.told) == (0, [f"{name}: {cause}"])
    assert "Ferry runs aground" in beside.out
    assert invoke("read", tmp_path / name, good, "--strict", "--db", db).code == 6
    assert invoke("verify", "--db", db).code == 0


def test_a_file_larger_than_allowed(tmp_path, db, good):
    (tmp_path / "large.html").write_text(f"<html><body><p>{ARTICLE * 2000}</p></body></html>")
    done = invoke("read", tmp_path / "large.html", good, "--db", db, max_bytes=100_000)
    assert done.code == 0
    assert done.told == ["large.html: the file is too large: 0.5 MiB, where at most 0.1 MiB are read"]


def test_paths_that_lead_nowhere(tmp_path, db, good):
    (tmp_path / "hollow").mkdir()
    done = invoke("read", tmp_path / "missing.txt", tmp_path / "hollow", "nul\0l", good, "--db", db)
    assert done.code == 0
    assert done.told == [
        f"{tmp_path}/missing.txt: no such file or directory",
        "nul\\x00l: embedded null byte",
        "hollow: the folder holds nothing to read",
    ]


def test_an_empty_name_is_not_the_working_folder(db, good):
    done = invoke("read", good, "", "--db", db)
    assert (done.code, done.told) == (2, ["an empty INPUT names no file, folder or link"])


def test_a_folder_with_nothing_readable(tmp_path, db):
    folder = tmp_path / "odds"
    folder.mkdir()
    (folder / "README.md").write_text("not of the story")
    (folder / "a.bin").write_bytes(bytes(range(256)))
    os.mkfifo(folder / "pipe")
    done = invoke("read", folder, "--db", db)
    assert (done.code, done.out) == (3, "")
    assert done.told == [
        "odds/pipe: a named pipe is no file to read",
        "odds/a.bin: it is binary data of no kind that is known",
        "nothing could be read",
    ]


def test_a_file_that_may_not_be_opened(tmp_path, db, good, monkeypatch):
    locked = article(tmp_path / "locked.json")
    really = os.open

    def refuse(path, *rest, **options):
        if str(path) == str(locked):
            raise PermissionError(13, "Permission denied", str(path))
        return really(path, *rest, **options)

    monkeypatch.setattr(os, "open", refuse)  # root, who runs tests in containers, may open anything
    done = invoke("read", locked, good, "--db", db)
    assert (done.code, done.told) == (0, ["locked.json: permission denied"])


@pytest.mark.parametrize(
    ("link", "cause"),
    [
        ("http://127.0.0.1/", "it leads to 127.0.0.1, which is not a public address"),
        ("http://[::1]/", "it leads to ::1, which is not a public address"),
        ("http://127.0.0.1:8080/", "port 8080 is not fetched from, only 80 and 443"),
        ("file:///etc/passwd", "only http and https links are fetched"),
        ("ftp://files.example/a", "only http and https links are fetched"),
    ],
)
def test_a_link_that_is_refused(db, link, cause):
    done = invoke("read", link, "--db", db)
    assert (done.code, done.told) == (3, [f"{link}: {cause}", "nothing could be read"])


def test_a_link_that_holds_a_password_is_refused_without_telling_it(db):
    done = invoke("read", "https://me:sesame@example.com/a?token=sesame", "--db", db)
    assert done.code == 3
    assert "sesame" not in done.err + done.out


def test_a_link_that_nobody_answers(db, good):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        place = f"127.0.0.1:{taken.getsockname()[1]}"
    done = invoke("read", f"http://{place}/a", good, "--db", db, intranet=place)
    assert done.code == 0
    assert [line.split(" (")[0] for line in done.told] == [f"http://{place}/a: cannot be connected to"]


def endless(connection, _path):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><p>")
    while True:
        connection.sendall(b"on and on and on " * 4096)


def test_links_that_would_never_end(db, good, server):
    def drip(connection, _path):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><p>")
        while not server.stopped.wait(0.05):
            connection.sendall(b".")

    server.pages |= {"/endless": endless, "/drip": drip}
    server.redirect("/round", server.url("/about"))
    server.redirect("/about", server.url("/round"))
    for step in range(8):
        server.redirect(f"/far{step}", server.url(f"/far{step + 1}"))
    links = [server.url(path) for path in ("/drip", "/endless", "/far0", "/round")]
    done = invoke("read", *links, good, "--db", db, intranet=server.place, max_bytes=200_000, max_seconds=1)
    assert done.code == 0
    assert [line.removeprefix(server.url("/")) for line in done.told] == [
        "drip: takes longer than 1 seconds",
        "endless: sends more than 200000 bytes",
        "far0: redirects more than 5 times",
        f"round: redirects in a circle, back to {server.url('/round')}",
    ]


def test_a_page_that_declares_too_much_or_is_not_there(db, server):
    server.pages["/large"] = answer(b"x", length=10**9)
    done = invoke("read", server.url("/large"), server.url("/gone"), "--db", db, intranet=server.place)
    assert done.told == [
        f"{server.url('/gone')}: answers 404 (Not Found)",
        f"{server.url('/large')}: declares 1000000000 bytes, where at most 67108864 are read",
        "nothing could be read",
    ]


def test_a_link_is_read_once_the_user_allows_its_host(db, server):
    page = (
        f"<html><head><title>Ferry runs aground</title></head><body><article><p>{ARTICLE}</p></article></body></html>"
    )
    server.pages["/ferry"] = answer(page.encode(), "Content-Type: text/html; charset=utf-8")
    done = invoke("read", server.url("/ferry"), "--db", db, "--json", intranet=f"wiki.example:8080, {server.place}")
    assert (done.code, done.err) == (0, "")
    assert "Mara Quist" in done.json[0]["documents"][0]["text"]


def test_a_wrong_encoding_label_is_seen_through_or_told(tmp_path, db):
    words = ARTICLE.replace("Port Ellery", "Port Éllérý").replace('"', "”")
    page = f'<html><head><meta charset="us-ascii"><title>Bac échoué</title></head><body><p>{words}</p></body></html>'
    (tmp_path / "page.html").write_bytes(page.encode("utf-8"))
    done = invoke("read", tmp_path / "page.html", "--json", "--db", db)
    assert done.code == 0
    document = done.json[0]["documents"][0]
    assert "Port Éllérý" in document["text"]
    assert invoke("verify", "--db", db).code == 0


FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Ellery Echo</title><link>https://echo.example/</link>
<item><title>Ferry runs aground off Port Ellery</title><link>https://echo.example/1</link><description>{words}</description>
</item></channel></rss>"""


def test_a_feed_without_dates_stays_undated(tmp_path, db):
    (tmp_path / "feed.xml").write_text(FEED.format(words=ARTICLE))
    done = invoke("read", tmp_path / "feed.xml", "--db", db)
    assert done.code == 0
    assert "undated" in done.out
    plain = invoke("read", tmp_path / "feed.xml", "--json", "--db", db).json[0]
    assert plain["documents"][0]["published"] is None
    early = invoke("read", tmp_path / "feed.xml", "--as-of", "2026-10-07", "--db", db)
    assert early.code == 3
    assert early.told == ["nothing could be read that had certainly been published by 2026-10-07"]


@pytest.mark.parametrize("date", ["2099-01-01", "9999-12-31", "0001-01-01T00:00:00+05:00", "0000-00-00", "soon"])
def test_odd_dates_are_read_and_flagged(tmp_path, db, date):
    done = invoke("read", article(tmp_path / "odd.json", published=date), "--db", db)
    assert (done.code, done.err) == (0, "")
    assert "future date" in done.out or "date unread" in done.out
    assert invoke("verify", "--db", db).code == 0


def test_the_same_file_twice_is_one_document(tmp_path, db, good):
    copy = tmp_path / "copy" / "good.json"
    copy.parent.mkdir()
    copy.write_bytes(good.read_bytes())
    twice = invoke("read", good, good, f"{good.parent}/./good.json", "--json", "--db", db)
    assert (twice.code, twice.err) == (0, "")
    assert len(twice.json[0]["documents"]) == 1
    both = invoke("read", good, copy, "--json", "--db", db)
    assert len(both.json) == 1
    assert len(both.json[0]["origins"]) == 1, "a copy is no second origin"


def test_articles_cannot_command_the_terminal(tmp_path, db):
    evil = "\x1b]0;owned\x07\x1b[2J\x9b31m[/red][bold]\u202e"
    nasty = article(
        tmp_path / f"na\x1b[31msty{evil[-1]}.json",
        title=f"Ferry {evil} runs aground [/b]",
        outlet=f"Echo {evil}",
        authors=[f"A {evil}"],
        text=ARTICLE.replace("Mara Quist", f"Mara {evil} Quist"),
    )
    empty = tmp_path / "emp\x1b[31mty.html"
    empty.touch()
    story = invoke("read", nasty, empty, "--json", "--db", db).json[0]["story"]["id"]
    outputs = [
        invoke("read", nasty, empty, "--db", db),
        invoke("stories", "--db", db),
        invoke("show", story, "--db", db),
        invoke("ask", story, "was anybody hurt?", "--db", db),
        invoke("changes", story, "--since", "2026-10-05", "--db", db),
        invoke("verify", "--db", db),
        invoke("forget", story, "--db", db),
    ]
    for done in outputs:
        assert done.code == 0, done.err
        assert not [c for c in done.out + done.err if c != "\n" and not c.isprintable() and c != "\xa0"]
    assert "[/b]" in outputs[1].out, "brackets are words, not markup"
