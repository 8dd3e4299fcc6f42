"""Who may ask, from where, and what the browser may do with the answer."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

from cuibono.app import Newsroom
from tests.web.conftest import rules_alone, serving

TOKEN = "correct horse battery"
NAVIGATES = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


def raw(site, *lines: str, body: bytes = b"") -> int:
    """The status of a request whose every line is ours."""
    port = int(site.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.settimeout(20)
        line.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode() + body)
        return int(line.makefile("rb").readline().split()[1])


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("{host}", 200),
        ("localhost:{port}", 200),
        ("LocalHost:{port}", 200),
        ("[::1]:{port}", 200),
        ("localhost", 421),
        ("127.0.0.1:1", 421),
        ("127.0.0.1:{port}.evil.example", 421),
        ("evil.example", 421),
        ("evil.example:{port}", 421),
        ("127.0.0.1.nip.example:{port}", 421),
        ("localhost.:{port}", 421),
        ("user@127.0.0.1:{port}", 421),
        ("", 421),
    ],
)
def test_a_name_that_is_not_ours_is_refused(quiet_site, host, status):
    port = quiet_site.url.rpartition(":")[2]
    for path in ("/", "/api/stories", "/static/x"):
        got = raw(quiet_site, f"GET {path} HTTP/1.1", "Host: " + host.format(host=f"127.0.0.1:{port}", port=port))
        assert got in ({status} if status != 200 else {200, 404})


def test_two_names_are_one_too_many(quiet_site):
    port = quiet_site.url.rpartition(":")[2]
    assert raw(quiet_site, "GET / HTTP/1.1", f"Host: 127.0.0.1:{port}", "Host: evil.example") in {400, 421}
    assert raw(quiet_site, "GET / HTTP/1.0") == 421


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 200),
        ("{url}", 200),
        ("null", 403),
        ("https://evil.example", 403),
        ("http://localhost:1", 403),
        ("http://localhost:{port}", 403),  # the same machine, but not the name that was asked for
        ("file://", 403),
        ("{url}.evil.example", 403),
        ("", 403),
    ],
)
@pytest.mark.parametrize("path", ["/", "/api/stories"])
def test_a_page_of_another_site_reads_nothing(quiet_site, origin, status, path):
    port = quiet_site.url.rpartition(":")[2]
    headers = {} if origin is None else {"Origin": origin.format(url=quiet_site.url, port=port)}
    assert quiet_site.get(path, **headers).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site", **NAVIGATES}, 200),  # somebody follows a link to us
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}, 200),
        ({"Sec-Fetch-Site": "none", **NAVIGATES}, 200),
    ],
)
def test_what_the_browser_says_of_a_request_counts(quiet_site, headers, status):
    assert quiet_site.get("/", **headers).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site", **NAVIGATES}, 403),
        ({"Origin": "{url}", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "{url}"}, 303),
    ],
)
def test_only_a_page_of_ours_can_post_a_form(site, headers, status):
    headers = {name: value.format(url=site.url) for name, value in headers.items()}
    path = f"/stories/{site.story}/room"
    done = site.post(path, headers, data={"words": "Who else measured this?"})
    assert done.status_code == status
    said = len(site.newsroom.convener.open(site.story).turns)
    assert bool(said) == (status == 303)


def test_a_program_may_post_json_and_a_page_of_another_site_may_not(site):
    path = f"/api/stories/{site.story}/ask"
    question = {"question": "Who else measured this?"}
    assert site.post(path, {}, json=question).status_code == 200
    assert site.post(path, {"Content-Type": "text/plain"}, content=b'{"question":"x"}').status_code == 403
    assert site.post(path, {"Origin": "https://evil.example"}, json=question).status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_do_nothing(quiet_site, method):
    host = quiet_site.url.removeprefix("http://")
    assert raw(quiet_site, f"{method} / HTTP/1.1", f"Host: {host}", f"Origin: http://{host}") == 405
    assert raw(quiet_site, f"{method} / HTTP/1.1", f"Host: {host}") in {403, 405}


def test_a_long_body_is_refused_whether_it_says_so_or_not(quiet_site):
    host = quiet_site.url.removeprefix("http://")
    path = f"/stories/{quiet_site.story}/room"
    assert quiet_site.post(path, data={"words": "x" * 70_000}).status_code == 413
    head = [f"POST {path} HTTP/1.1", f"Host: {host}", f"Origin: http://{host}", "Transfer-Encoding: chunked"]
    chunk = b"ffff\r\n" + b"x" * 0xFFFF + b"\r\n"
    assert raw(quiet_site, *head, body=chunk * 3 + b"0\r\n\r\n") == 413
    said = quiet_site.newsroom.convener.open(quiet_site.story).turns  # by others of these tests, if by any
    assert "xxxx" not in repr(said)


def test_every_answer_says_what_may_run_in_it(quiet_site):
    seen = set()
    for path in ("/", f"/stories/{quiet_site.story}", "/nothing", "/api/stories", "/static/nothing"):
        answer = quiet_site.get(path)
        policy = answer.headers["content-security-policy"]
        (nonce,) = set(re.findall(r"'nonce-([\w-]{22})'", policy))
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        assert "*" not in policy
        assert "frame-ancestors 'none'" in policy
        assert set(re.findall(r' nonce="([^"]*)"', answer.text)) <= {nonce}
        assert not re.search(r"<(script|style|link rel=.stylesheet)(?![^>]* nonce=)[^>]*>", answer.text)
        assert not re.search(r"\s(on\w+|style)=[\"']", answer.text)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        seen.add(nonce)
    assert len(seen) == 5


def test_a_refusal_has_the_headers_too(quiet_site):
    answer = quiet_site.get("/", Origin="https://evil.example")
    assert answer.status_code == 403
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.fixture
def locked(store):
    with Newsroom(rules_alone(store)) as newsroom, serving(newsroom, token=TOKEN) as made:
        yield made


def test_without_the_token_there_is_only_the_door(locked):
    answer = locked.get("/stories/x")
    assert (answer.status_code, answer.headers["location"]) == (303, "/enter?next=%2Fstories%2Fx")
    assert locked.get("/api/stories").status_code == 401
    assert locked.get("/api/stories", Authorization="Bearer wrong").status_code == 401
    assert locked.get("/api/stories", Authorization=f"Basic {TOKEN}").status_code == 401
    assert locked.get("/", Cookie=f"cuibono={TOKEN}").status_code == 303
    assert locked.get("/", Cookie='cuibono="\\').status_code == 303
    assert locked.post("/stories/x/room", data={"words": "hello"}).status_code == 401
    assert locked.get("/enter").status_code == 200


def test_the_token_opens_by_header_and_by_cookie(locked):
    assert locked.get("/api/stories", Authorization=f"Bearer {TOKEN}").status_code == 200
    answer = locked.post("/enter", data={"token": TOKEN, "next": "/api/stories"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/api/stories")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert TOKEN not in cookie
    assert locked.get("/api/stories", Cookie=cookie.partition(";")[0]).status_code == 200


def test_a_wrong_token_is_told_so(locked):
    answer = locked.post("/enter", data={"token": "wrong", "next": "/"})
    assert answer.status_code == 403
    assert "not the token" in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "place", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_the_door_leads_nowhere_else(locked, place):
    answer = locked.post("/enter", data={"token": TOKEN, "next": place})
    assert answer.headers["location"] == "/"


def test_the_token_stands_in_no_page_and_no_log(locked, capfd, caplog):
    pages = [locked.get("/enter?next=/x"), locked.post("/enter", data={"token": "wrong", "next": "/"})]
    pages.append(locked.get("/nothing", Authorization=f"Bearer {TOKEN}"))
    pages.append(locked.get(f"/stories/{TOKEN}", Authorization=f"Bearer {TOKEN}x"))
    assert all(TOKEN not in page.text for page in pages)
    told = capfd.readouterr()
    assert TOKEN not in told.out + told.err + caplog.text


def test_every_defence_in_the_design_note_names_tests_that_exist():
    here = Path(__file__).parent
    note = (here.parents[1] / "design" / "2026-11-29-web.md").read_text("utf-8")
    tests = "".join(path.read_text("utf-8") for path in here.glob("test_*.py"))
    named = set(re.findall(r"`(test_\w+)`", note))
    assert len(named) > 12
    assert [name for name in sorted(named) if f"def {name}(" not in tests] == []
