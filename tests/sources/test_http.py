import ast
import contextlib
import gzip
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import httpcore2
import pytest

import cuibono
from cuibono.core.errors import FetchError, UnsafeAddress
from cuibono.sources.http import Egress, system_addresses, system_dial
from cuibono.sources.limits import Limits

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)
PUBLIC = "93.184.216.34"


def clock() -> datetime:
    return NOON


def inside(*servers, **options) -> Egress:
    """An egress that may reach these servers, though they are on loopback."""
    return Egress(clock, Limits(intranet=frozenset(server.place for server in servers), **options))


class World:
    """A pretended internet: names have the addresses given, and every public address leads to one server."""

    def __init__(self, server, names=None):
        self.server = server
        self.names = names or {}
        self.looked_up = []
        self.dialled = []

    def resolve(self, host, _port):
        self.looked_up.append(host)
        found = self.names.get(host, PUBLIC)
        if callable(found):
            found = found()
        if found is None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return found.split()

    def dial(self, address, port, seconds):
        self.dialled.append((address, port))
        if address in {"127.0.0.1", "::1"}:  # the rules failed: let it through to the canary, so that it sings
            return system_dial(address, port, seconds)
        return system_dial("127.0.0.1", self.server.port, seconds)

    def egress(self, tls=None, **options) -> Egress:
        return Egress(clock, Limits(**options), resolve=self.resolve, dial=self.dial, tls=tls)


# ── what comes back ───────────────────────────────────────────────────────────────────────────────


def test_a_page_comes_back_as_a_capture(server, page):
    server.pages["/a?b=1"] = page(
        b"<p>words", "Content-Type: text/html; charset=utf-8", "Set-Cookie: id=CANARY", 'ETag: "1"', "X-Other: x"
    )
    capture = inside(server).get(server.url("/a?b=1#part"))
    assert capture.location == server.url("/a?b=1")
    assert (capture.body, capture.fetched) == (b"<p>words", NOON)
    assert capture.media_type == "text/html; charset=utf-8"
    assert dict(capture.headers) == {
        ":asked": server.url("/a?b=1#part"),
        "content-type": "text/html; charset=utf-8",
        "etag": '"1"',
    }


def test_the_request_says_who_asks_and_tells_nothing_else(server, page, monkeypatch):
    server.pages["/"] = page()
    inside(server).get(server.url())
    assert len(server.requests) == 1
    lines = server.requests[0].strip().split("\r\n")
    assert lines[0] == "GET / HTTP/1.1"
    names = [line.partition(":")[0].lower() for line in lines[1:]]
    assert sorted(names) == ["accept", "accept-encoding", "host", "user-agent"]
    assert f"Host: {server.place}" in lines
    assert f"User-Agent: CuiBono/{cuibono.__version__} (local news reader)" in lines


def test_packed_bodies_are_unpacked(server, page):
    server.pages["/"] = page(gzip.compress(b"words"), "Content-Encoding: gzip")
    assert inside(server).get(server.url()).body == b"words"


def test_chunked_bodies_are_joined(server):
    server.pages["/"] = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nwor\r\n2\r\nds\r\n0\r\n\r\n"
    assert inside(server).get(server.url()).body == b"words"


def test_a_body_without_length_ends_with_the_connection(server):
    server.pages["/"] = b"HTTP/1.0 200 OK\r\n\r\nwords"
    assert inside(server).get(server.url()).body == b"words"


@pytest.mark.parametrize(
    ("status", "told"),
    [("404 x", "answers 404 (Not Found)"), ("500 x", "500"), ("204 x", "204"), ("304 x", "304"), ("599 x", "599 (unk")],
)
def test_an_answer_without_a_page_is_named(server, page, status, told):
    server.pages["/"] = page(b"" if status[0] in "23" else b"sorry", status=status)
    with pytest.raises(FetchError) as failure:
        inside(server).get(server.url())
    assert told in str(failure.value)
    assert str(failure.value).startswith(server.url() + ": ")


def test_an_empty_page_is_named(server, page):
    server.pages["/"] = page(b"")
    with pytest.raises(FetchError, match="no body"):
        inside(server).get(server.url())


# ── where links may lead ──────────────────────────────────────────────────────────────────────────

DISGUISES = [
    "127.0.0.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::1]",
    "0x7f000001",
    "0x7f.1",
    "2130706433",
    "017700000001",
    "127.1",
    "0",
    "0.0.0.0",
    "[::]",
    "localhost",
    "localhost.",
    "LOCALHOST",
    "169.254.169.254",
    "[fd00:ec2::254]",
    "10.0.0.1",
    "１２７.０.０.１",  # full-width digits
    "127。0。0。1",  # ideographic full stops
    "%31%32%37.0.0.1",
]


@pytest.mark.parametrize("host", DISGUISES)
def test_this_machine_is_not_reached_under_any_name(canary, host):
    """With the system's own resolver, on a port that is allowed for another name."""
    egress = Egress(clock, Limits(intranet=frozenset({f"elsewhere.example:{canary.port}"})))
    for url in (f"http://{host}:{canary.port}/", f"http://{host}/"):
        with pytest.raises((UnsafeAddress, FetchError)):
            egress.get(url)
    assert canary.connections == 0


@pytest.mark.parametrize("host", DISGUISES)
def test_nor_through_a_redirect(server, canary, host):
    server.redirect("/", f"http://{host}:{canary.port}/")
    server.redirect("/80", f"http://{host}/")
    world = World(server, {"localhost": "127.0.0.1", "localhost.": "127.0.0.1"})

    def resolve(name, port):
        return (
            world.resolve(name, port)
            if name in {"news.example", "localhost", "localhost."}
            else system_addresses(name, port)
        )

    egress = Egress(clock, resolve=resolve, dial=world.dial)
    for path in ("/", "/80"):
        with pytest.raises((UnsafeAddress, FetchError), match="redirect"):
            egress.get(f"http://news.example{path}")
    assert {address for address, _ in world.dialled} == {PUBLIC}
    assert canary.connections == 0


def test_the_disguises_are_refused_for_their_address_not_by_luck():
    for host in ("127.0.0.1", "[::1]", "2130706433", "0x7f000001", "127.1", "169.254.169.254", "[::ffff:127.0.0.1]"):
        with pytest.raises(UnsafeAddress, match="not a public address"):
            Egress(clock).get(f"http://{host}/")


def test_a_name_is_looked_up_once_and_the_checked_address_dialled(server, canary, page):
    """A resolver that flips to loopback: the second answer is never asked for, the canary never hit."""
    server.pages["/"] = page()
    answers = [PUBLIC, "127.0.0.1", "127.0.0.1"]
    world = World(server, {"rebind.example": lambda: answers.pop(0)})
    assert world.egress().get("http://rebind.example/").body == b"words"
    assert world.looked_up == ["rebind.example"]
    assert world.dialled == [(PUBLIC, 80)]
    with pytest.raises(UnsafeAddress, match=r"127\.0\.0\.1"):  # the next fetch sees the flip, and refuses
        world.egress().get("http://rebind.example/")
    assert world.dialled == [(PUBLIC, 80)]


def test_a_redirect_to_the_same_name_is_looked_up_and_checked_anew(server, canary):
    server.redirect("/", "/again")
    answers = [PUBLIC, "127.0.0.1"]
    world = World(server, {"rebind.example": lambda: answers.pop(0)})
    with pytest.raises(UnsafeAddress, match=r"redirected to http://rebind.example/again: it leads to 127\.0\.0\.1"):
        world.egress().get("http://rebind.example/")
    assert world.dialled == [(PUBLIC, 80)]


def test_a_name_with_one_address_inside_is_not_dialled_at_all(server):
    world = World(server, {"mixed.example": f"{PUBLIC} 192.168.0.1"})
    with pytest.raises(UnsafeAddress):
        world.egress().get("http://mixed.example/")
    assert world.dialled == []


def test_a_second_address_is_tried_when_the_first_refuses(server, page):
    server.pages["/"] = page()
    world = World(server, {"two.example": f"8.8.8.8 {PUBLIC}"})

    def dial(address, port, seconds):
        if address == "8.8.8.8":
            raise httpcore2.ConnectError("refused")
        return world.dial(address, port, seconds)

    assert Egress(clock, resolve=world.resolve, dial=dial).get("http://two.example/").body == b"words"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://news.example/",
        "gopher://127.0.0.1:6379/_INFO",
        "data:text/html,x",
        "javascript:alert(1)",
        "unix:///run/docker.sock",
        "ws://news.example/",
        "//news.example/",
        "news.example",
        "",
        "http://",
        "http:///path",
        "http:news.example",
        "http://news.example:99999/",
        "http://news.example:x/",
        "http://[::1/",
        "http://news.example/\x00",
        "http://" + "a" * 10_000,
    ],
)
def test_what_is_no_web_link_is_refused(server, url):
    world = World(server)
    with pytest.raises(UnsafeAddress):
        world.egress().get(url)
    assert world.looked_up == []


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "ftp://n.example/",
        "gopher://n.example/",
        "http://n.example:22/",
        "http://u:p@n.example/",
        "http://[x",
    ],
)
def test_a_redirect_leads_only_to_web_links(server, target):
    server.redirect("/", target)
    world = World(server)
    with pytest.raises(UnsafeAddress, match="redirects to"):
        world.egress().get("http://news.example/")
    assert world.looked_up == ["news.example"]


@pytest.mark.parametrize("port", [0, 21, 22, 25, 6379, 8080, 8443, 65535])
def test_other_ports_are_refused(server, port):
    world = World(server)
    with pytest.raises(UnsafeAddress, match=f"port {port}"):
        world.egress().get(f"http://news.example:{port}/")
    assert world.looked_up == []


def test_a_link_with_a_password_is_refused_and_the_password_not_told(server):
    world = World(server)
    for link in ("http://jo:CANARY@news.example/", "http://CANARY@news.example/?token=CANARY"):
        with pytest.raises(UnsafeAddress, match="password") as refusal:
            world.egress().get(link)
        told = f"{refusal.value!r} {refusal.value.__cause__!r}"
        assert "CANARY" not in told
    assert world.looked_up == []


def test_secrets_in_a_query_are_sent_but_neither_told_nor_kept(server, page):
    world = World(server)
    server.pages["/a?token=CANARY"] = page()
    capture = world.egress().get("http://news.example/a?token=CANARY")
    assert "CANARY" not in repr(capture)
    with pytest.raises(FetchError) as failure:
        world.egress().get("http://news.example/b?token=CANARY")
    assert "CANARY" not in str(failure.value)


def test_names_in_other_scripts_are_looked_up_in_their_ascii_form(server, page):
    server.pages["/%C3%BC"] = page()
    world = World(server)
    capture = world.egress().get("http://zeitung-münchen.example/ü")
    assert world.looked_up == ["xn--zeitung-mnchen-osb.example"]
    assert "Host: xn--zeitung-mnchen-osb.example\r\n" in server.requests[0]
    assert capture.body == b"words"


def test_an_unknown_name_is_named(server):
    world = World(server, {"gone.example": None})
    with pytest.raises(
        FetchError, match=r"http://gone.example/: the name gone.example was not found \(name or service"
    ):
        world.egress().get("http://gone.example/")


# ── the intranet, if the user says so ─────────────────────────────────────────────────────────────


def test_the_intranet_is_open_for_exactly_the_places_named(server, canary, page):
    server.pages["/"] = page()
    egress = inside(server)
    assert egress.get(server.url()).body == b"words"
    for url in (canary.url(), f"http://localhost:{server.port}/", "http://127.0.0.1/"):
        with pytest.raises(UnsafeAddress):
            egress.get(url)
    assert canary.connections == 0
    assert server.connections == 1


def test_a_public_page_cannot_send_us_into_the_intranet(server, canary):
    server.redirect("/", canary.url())
    world = World(server)
    with pytest.raises(UnsafeAddress, match="public page redirects"):
        world.egress(intranet=frozenset({canary.place})).get("http://news.example/")
    assert canary.connections == 0


def test_the_intranet_may_redirect_within_itself(server, canary):
    server.redirect("/", canary.url())
    assert inside(server, canary).get(server.url()).body == b"SECRET"


def test_an_ipv6_place_can_be_named(server6, page):
    server6.pages["/"] = page()
    assert inside(server6).get(server6.url()).body == b"words"
    assert f"Host: {server6.place}\r\n" in server6.requests[0]


# ── redirects ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("status", ["301 x", "302 x", "303 x", "307 x", "308 x"])
def test_a_redirect_is_followed_and_the_final_link_kept(server, page, status):
    server.redirect("/deep/a", "../b?c=1", status=status)
    server.pages["/b?c=1"] = page()
    capture = inside(server).get(server.url("/deep/a"))
    assert capture.location == server.url("/b?c=1")
    assert (":asked", server.url("/deep/a")) in capture.headers


def test_redirects_are_counted(server, page):
    for step in range(9):
        server.redirect(f"/{step}", f"/{step + 1}")
    server.pages["/9"] = page()
    assert inside(server).get(server.url("/4")).body == b"words"  # five
    with pytest.raises(FetchError, match="more than 5 times"):
        inside(server).get(server.url("/3"))


def test_a_circle_is_named(server):
    server.redirect("/a", "/b")
    server.redirect("/b", "/a#other")
    with pytest.raises(FetchError, match="in a circle"):
        inside(server).get(server.url("/a"))
    assert server.connections == 2


def test_a_redirect_without_target_is_named(server, page):
    server.pages["/"] = page(b"", status="302 Found")
    with pytest.raises(FetchError, match="without saying where"):
        inside(server).get(server.url())


# ── TLS ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def certificate(tmp_path_factory) -> tuple[Path, Path]:
    """A certificate for secure.example, and its key."""
    if not (openssl := shutil.which("openssl")):
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    asked = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    named = ["-subj", "/CN=secure.example", "-addext", "subjectAltName=DNS:secure.example"]
    subprocess.run([openssl, *asked, *named, "-keyout", key, "-out", cert], check=True, capture_output=True)
    return cert, key


@pytest.fixture
def secure(server, certificate):
    """The server's port, spoken to through TLS; remembers the names that clients asked for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    server.names = []
    context.sni_callback = lambda _sock, name, _context: server.names.append(name)
    plain = server._serve

    def serve(connection):
        with contextlib.suppress(OSError):  # a refused certificate ends the handshake
            plain(context.wrap_socket(connection, server_side=True))
        connection.close()

    server._serve = serve
    server.trust = ssl.create_default_context(cafile=certificate[0])
    return server


def test_tls_keeps_the_name_though_the_address_is_dialled(secure, page):
    secure.pages["/"] = page()
    world = World(secure)
    capture = world.egress(tls=secure.trust).get("https://secure.example/")
    assert (capture.body, capture.location) == (b"words", "https://secure.example/")
    assert world.dialled == [(PUBLIC, 443)]
    assert secure.names == ["secure.example"]
    assert "Host: secure.example\r\n" in secure.requests[0]


def test_a_certificate_for_another_name_is_refused(secure):
    with pytest.raises(FetchError, match="certificate"):
        World(secure).egress(tls=secure.trust).get("https://other.example/")
    assert secure.requests == []


def test_an_unknown_certificate_is_refused_whatever_the_environment_says(secure, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with pytest.raises(FetchError, match="certificate"):
        World(secure).egress().get("https://secure.example/")


def test_no_redirect_from_https_to_http_unless_allowed(secure, page):
    secure.redirect("/", "http://secure.example/plain")
    world = World(secure)
    with pytest.raises(UnsafeAddress, match=r"from https to http://secure\.example/plain"):
        world.egress(tls=secure.trust).get("https://secure.example/")
    assert world.dialled == [(PUBLIC, 443)]
    with pytest.raises(FetchError):  # allowed, it goes there (where TLS is spoken to a plain request)
        world.egress(tls=secure.trust, downgrade=True).get("https://secure.example/")
    assert world.dialled[-1] == (PUBLIC, 80)


# ── servers that misbehave ────────────────────────────────────────────────────────────────────────


def test_a_declared_200_mb_page_is_refused_before_it_is_sent(server, page):
    server.pages["/"] = page(b"x", length=200 * 1024**2)
    with pytest.raises(FetchError, match="declares 209715200 bytes"):
        inside(server).get(server.url())


@pytest.mark.parametrize("chunked", [True, False])
def test_an_endless_body_is_cut(server, chunked):
    sent = []

    def endless(connection, path):
        head = b"Transfer-Encoding: chunked\r\n" if chunked else b""
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n")
        while not server.stopped.is_set():
            connection.sendall(b"1000\r\n" + b"x" * 4096 + b"\r\n")
            sent.append(4096)

    server.pages["/"] = endless
    with pytest.raises(FetchError, match="more than 1000000 bytes"):
        inside(server, wire_bytes=1_000_000).get(server.url())
    assert sum(sent) < 30_000_000  # what the socket buffers swallowed, not for ever


def test_chunk_marks_count_too(server):
    """One byte of body in a thousand bytes of chunk extension: the wire limit sees it."""

    def padded(connection, path):
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not server.stopped.is_set():
            connection.sendall(b"1;" + b"e" * 1000 + b"\r\nx\r\n")

    server.pages["/"] = padded
    with pytest.raises(FetchError, match="more than 200000 bytes"):
        inside(server, wire_bytes=200_000).get(server.url())


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_bomb_is_stopped(server, page, encoding):
    packed = gzip.compress(bytes(50 * 1024**2))
    server.pages["/"] = page(packed if encoding == "gzip" else packed[10:-8], f"Content-Encoding: {encoding}")
    with pytest.raises(FetchError, match="100 times its size"):
        inside(server).get(server.url())


@pytest.mark.parametrize("where", ["status", "headers", "body", "informational"])
def test_a_server_that_drips_is_left_after_the_total_time(server, where):
    def drip(connection, path):
        start = {"status": b"", "headers": b"HTTP/1.1 200 OK\r\nX: ", "body": b"HTTP/1.1 200 OK\r\n\r\n"}
        connection.sendall(start.get(where, b""))
        piece = b"HTTP/1.1 100 Continue\r\n\r\n" if where == "informational" else b"H"
        while not server.stopped.wait(0.05):
            connection.sendall(piece)

    server.pages["/"] = drip
    began = time.monotonic()
    with pytest.raises(FetchError, match=r"takes longer than 0\.5 seconds"):
        inside(server, total_seconds=0.5).get(server.url())
    assert time.monotonic() - began < 3


def test_a_server_that_falls_silent_is_left(server):
    server.pages["/"] = lambda *_: server.stopped.wait(5)
    with pytest.raises(FetchError, match="does not answer in time"):
        inside(server, idle_seconds=0.2).get(server.url())


def test_redirects_share_one_total_time(server):
    def slow(connection, path):
        server.stopped.wait(0.2)
        connection.sendall(f"HTTP/1.1 302 x\r\nLocation: {path}x\r\nContent-Length: 0\r\n\r\n".encode())

    server.pages.update({"/" + "x" * n: slow for n in range(6)})
    with pytest.raises(FetchError, match="takes longer"):
        inside(server, total_seconds=0.5).get(server.url())


def test_a_resolver_that_does_not_answer_is_left(server):
    release = threading.Event()
    egress = Egress(clock, Limits(total_seconds=0.3), resolve=lambda *_: release.wait(5) or [])
    try:
        with pytest.raises(FetchError, match="not found within"):
            egress.get("http://slow.example/")
    finally:
        release.set()


def test_a_flood_of_headers_is_cut(server):
    def flood(connection, path):
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while not server.stopped.is_set():
            connection.sendall(b"X-Flood: " + b"y" * 1000 + b"\r\n")

    server.pages["/"] = flood
    with pytest.raises(FetchError, match=r"headers|HTTP"):
        inside(server).get(server.url())


def test_a_flood_of_interim_answers_is_cut(server):
    def flood(connection, path):
        while not server.stopped.is_set():
            connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100)

    server.pages["/"] = flood
    with pytest.raises(FetchError, match="more than 65536 bytes of headers"):
        inside(server).get(server.url())


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\x00\xff binary junk \r\n\r\n",
        b"<html>no HTTP at all</html>",
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\ntoo short",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nwords",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nwords",
        b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\nwords",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nwords",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nwords",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nwords",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nwo",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nwords",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 5\r\n\r\nwords",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nwords",
        b"HTTP/1.1 999 x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nBad Header\r\n\r\n",
    ],
)
def test_broken_answers_are_named(server, sent):
    server.pages["/"] = sent
    with pytest.raises(FetchError) as failure:
        inside(server).get(server.url())
    assert str(failure.value).startswith(server.url() + ": ")
    assert str(failure.value).isprintable()
    assert len(str(failure.value)) < 400


def test_more_body_than_declared_is_not_read(server, page):
    server.pages["/"] = page(b"words and more", length=5)
    assert inside(server).get(server.url()).body == b"words"


def test_nobody_there(server):
    place, url = server.place, server.url()
    server.stop()
    with pytest.raises(FetchError, match="cannot be connected to"):
        Egress(clock, Limits(intranet=frozenset({place}))).get(url)


def test_proxies_of_the_environment_are_not_used(server, canary, page, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, canary.url())
    server.pages["/"] = page()
    assert inside(server).get(server.url()).body == b"words"
    assert canary.connections == 0


# ── the one egress ────────────────────────────────────────────────────────────────────────────────

NETWORK = {
    *("aiohttp", "asyncio", "ftplib", "http.client", "http.cookiejar", "http.server", "httpcore", "httpcore2", "httpx"),
    *("httpx2", "imaplib", "nntplib", "poplib", "pycurl", "requests", "smtplib", "socket", "socketserver", "ssl"),
    *("telnetlib", "urllib.request", "urllib3", "webbrowser", "websockets", "xmlrpc.client"),
}

LISTENS = {"web/live.py": {"asyncio"}, "web/running.py": {"socket"}}  # the served pages: others dial, they answer


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in {"import_module", "__import__", "lazy", "find_spec"}:
                names.add(str(node.args[0].value))
    return {name for name in names if any(name == bad or name.startswith(bad + ".") for bad in NETWORK)}


def test_only_one_module_may_open_a_connection():
    source = Path(cuibono.__file__).parent
    found = {str(path.relative_to(source)): imported(path) for path in source.rglob("*.py")}
    others = LISTENS | {
        "alerts/mail.py": {"smtplib", "ssl"},  # to the mail server that the user names, and nowhere else
        "models/llm.py": {"asyncio", "httpx2"},  # to the model that the user names, never to what an article names
        "cli/metrics.py": {"http.server.BaseHTTPRequestHandler", "http.server.ThreadingHTTPServer", "http.server"},
    }
    opening = {name: modules for name, modules in found.items() if modules and modules != others.get(name)}
    assert list(opening) == ["sources/http.py"]


@pytest.mark.parametrize("name", LISTENS)
def test_what_only_listens_never_dials(name):
    text = (Path(cuibono.__file__).parent / name).read_text("utf-8")
    assert not re.search(r"\.connect\b|connect_ex|_connection\(|sendto|getaddrinfo|\bsock_", text)


def test_the_scan_sees_every_form_of_import(tmp_path):
    for text in ("import socket", "import urllib.request as r", "from urllib import request", "from httpx2 import get",
                 "def f():\n import requests.sessions", "importlib.import_module('http.client')"):  # fmt: skip
        (tmp_path / "x.py").write_text(text)
        assert imported(tmp_path / "x.py"), text


def test_reading_files_does_not_load_the_http_library():
    seen = "import sys, cuibono.sources.inputs; print({'httpx2', 'httpcore2', 'ssl', 'asyncio'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", seen], check=True, capture_output=True, text=True)
    assert run.stdout.strip() == "set()"


def test_every_defence_in_the_design_note_names_tests_that_exist():
    here = Path(__file__).parent
    note = (here.parents[1] / "design" / "2026-11-23-egress.md").read_text("utf-8")
    tests = "".join(path.read_text("utf-8") for path in here.glob("test_*.py"))
    named = set(re.findall(r"`(test_\w+)`", note))
    assert len(named) > 15
    assert [name for name in sorted(named) if f"def {name}(" not in tests] == []
