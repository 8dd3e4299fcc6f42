import gzip
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from cuibono.core.errors import Disallowed, FetchError, NotBefore, UnsafeAddress
from cuibono.core.news import Validator
from cuibono.sources.answers import wanted_again
from cuibono.sources.http import Egress, system_dial
from cuibono.sources.limits import Limits
from cuibono.sources.manners import Manners, Polite

PUBLIC = "93.184.216.34"


def polite(clock, *servers, manners=None, **limits) -> Polite:
    egress = Egress(clock, Limits(intranet=frozenset(server.place for server in servers), **limits))
    return Polite(egress, clock, manners, clock.sleep)


class World:
    """A pretended internet: every name leads to one server, unless it is said where it leads."""

    def __init__(self, server, clock, **names):
        self.server = server
        self.names = names
        self.dialled = []
        egress = Egress(clock, resolve=self.resolve, dial=self.dial)
        self.polite = Polite(egress, clock, None, clock.sleep)

    def resolve(self, host, _port):
        found = self.names.get(host, PUBLIC)
        return [found.pop(0) if isinstance(found, list) else found]

    def dial(self, address, _port, seconds):
        self.dialled.append(address)
        return system_dial("127.0.0.1", self.server.port, seconds)


def asked_for(server):
    return [request.split()[1] for request in server.requests]


def robots(page, text, *headers):
    return page(text.encode(), "Content-Type: text/plain", *headers)


# ── how often ─────────────────────────────────────────────────────────────────────────────────────


def test_a_host_is_not_asked_twice_within_the_gap(server, page, clock):
    server.pages["/"] = page()
    fetcher = polite(clock, server, manners=Manners(gap=2.0))
    fetcher.get(server.url(), given=True)
    clock.pass_(0.5)
    fetcher.get(server.url(), given=True)
    assert clock.slept == [1.5]
    clock.pass_(5)
    fetcher.get(server.url(), given=True)
    assert clock.slept == [1.5]


def test_some_hosts_ask_for_more_patience(server, page, clock):
    server.pages["/"] = page()
    world = World(server, clock)
    for _ in range(2):
        world.polite.get("http://export.arxiv.org/", given=True)
        world.polite.get("http://api.gdeltproject.org/", given=True)
    assert clock.slept == [3.0, 2.0]


def test_another_host_need_not_wait(server, canary, page, clock):
    server.pages["/"] = page()
    fetcher = polite(clock, server, canary)
    fetcher.get(server.url(), given=True)
    fetcher.get(canary.url(), given=True)
    assert clock.slept == []


def test_a_clock_set_back_does_not_make_us_wait_for_hours(server, page, clock):
    server.pages["/"] = page()
    fetcher = polite(clock, server)
    fetcher.get(server.url(), given=True)
    clock.pass_(-7200)
    fetcher.get(server.url(), given=True)
    assert clock.slept == [1.0]


def test_each_hop_of_a_redirect_keeps_the_gap(server, page, clock):
    server.redirect("/", "/next")
    server.pages["/next"] = page()
    polite(clock, server).get(server.url(), given=True)
    assert clock.slept == [1.0]


def test_one_connection_a_host(server, page, clock):
    open_now, most = [], []

    def slowly(connection, path):
        open_now.append(path)
        most.append(len(open_now))
        server.stopped.wait(0.05)
        open_now.pop()
        connection.sendall(page())

    server.pages["/"] = slowly
    fetcher = polite(clock, server, manners=Manners(gap=0.0))
    threads = [threading.Thread(target=fetcher.get, args=[server.url()], kwargs={"given": True}) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.requests) == 5
    assert max(most) == 1


def test_two_hosts_are_asked_at_the_same_time(server, canary, page, clock):
    both = threading.Barrier(2, timeout=5)

    def together(connection, path):
        both.wait()
        connection.sendall(page())

    server.pages["/"] = canary.pages["/"] = together
    fetcher = polite(clock, server, canary)
    found = []

    def ask(url):
        found.append(fetcher.get(url, given=True))

    threads = [threading.Thread(target=ask, args=[each.url()]) for each in (server, canary)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2


def test_who_waits_too_long_for_others_comes_back_later(server, page, clock):
    began, go_on = threading.Event(), threading.Event()

    def held(connection, path):
        began.set()
        go_on.wait(5)
        connection.sendall(page())

    server.pages["/"] = held
    fetcher = polite(clock, server, manners=Manners(patience=0.1, tries=1))
    first = threading.Thread(target=fetcher.get, args=[server.url()], kwargs={"given": True})
    first.start()
    began.wait(5)
    with pytest.raises(NotBefore, match="others wait for the same host"):
        fetcher.get(server.url(), given=True)
    go_on.set()
    first.join()
    assert len(server.requests) == 1


def test_waiting_at_the_gate_is_not_the_servers_time(server, page):
    """A link has half a second in all; the gap of a real second before its redirect is not part of it."""
    server.redirect("/", "/next")
    server.pages["/next"] = page()
    limits = Limits(intranet=frozenset({server.place}), total_seconds=0.5)
    clock = lambda: datetime.now(UTC)  # noqa: E731 - short
    fetcher = Polite(Egress(clock, limits), clock, Manners(gap=0.7), time.sleep)
    assert fetcher.get(server.url(), given=True).body == b"words"


def test_only_so_many_hosts_are_remembered(server, page, clock):
    world = World(server, clock)
    server.pages["/"] = page()
    world.polite._manners = Manners(hosts=10)
    for number in range(30):
        world.polite.get(f"http://n{number}.example/", given=True)
    assert len(world.polite._hosts) == 10


# ── robots.txt ────────────────────────────────────────────────────────────────────────────────────


def test_what_robots_txt_keeps_from_programs_is_not_fetched(server, page, clock):
    server.pages["/robots.txt"] = robots(page, "User-agent: *\nDisallow: /private\nAllow: /\n")
    server.pages.update({"/private": page(), "/open": page()})
    fetcher = polite(clock, server)
    with pytest.raises(Disallowed) as refusal:
        fetcher.get(server.url("/private"))
    assert str(refusal.value) == f"{server.url('/private')}: its robots.txt keeps it from programs"
    assert fetcher.get(server.url("/open")).body == b"words"
    assert asked_for(server) == ["/robots.txt", "/open"]
    assert fetcher.get(server.url("/private"), given=True).body == b"words"  # the user named it


@pytest.mark.parametrize(
    ("group", "allowed"), [("CuiBono", False), ("cuibono", False), ("news", True), ("local", True), ("OtherBot", True)]
)
def test_robots_txt_means_us_by_our_name(server, page, clock, group, allowed):
    server.pages["/robots.txt"] = robots(page, f"User-agent: {group}\nDisallow: /\n")
    server.pages["/x"] = page()
    fetcher = polite(clock, server)
    if allowed:
        assert fetcher.get(server.url("/x")).body == b"words"
    else:
        with pytest.raises(Disallowed):
            fetcher.get(server.url("/x"))


@pytest.mark.parametrize("status", ["404 x", "403 x", "410 x", "401 x", "204 x"])
def test_without_robots_txt_everything_is_allowed(server, page, clock, status):
    server.pages["/robots.txt"] = page(b"", status=status)
    server.pages["/x"] = page()
    assert polite(clock, server).get(server.url("/x")).body == b"words"


def test_redirects_without_end_are_no_robots_txt(server, page, clock):
    server.redirect("/robots.txt", "/login")
    server.redirect("/login", "/robots.txt")
    server.pages["/x"] = page()
    assert polite(clock, server).get(server.url("/x")).body == b"words"


def test_an_empty_robots_txt_allows_everything(server, page, clock):
    server.pages.update({"/robots.txt": page(b""), "/x": page()})
    assert polite(clock, server).get(server.url("/x")).body == b"words"


def test_a_page_in_place_of_robots_txt_allows_everything(server, page, clock):
    server.pages.update({"/robots.txt": page(b"<!doctype html><title>Lost</title><p>Disallow: /"), "/x": page()})
    assert polite(clock, server).get(server.url("/x")).body == b"words"


@pytest.mark.parametrize("status", ["500 x", "503 x", "429 x", "599 x"])
def test_robots_txt_that_cannot_be_had_defers(server, page, clock, status):
    server.pages.update({"/robots.txt": page(b"sorry", status=status), "/x": page()})
    fetcher = polite(clock, server, manners=Manners(tries=1))
    with pytest.raises(NotBefore, match=r"its robots.txt cannot be had \(answers") as refusal:
        fetcher.get(server.url("/x"))
    assert refusal.value.moment == clock.now + timedelta(minutes=10)
    assert "/x" not in asked_for(server)
    before = len(server.requests)
    with pytest.raises(NotBefore):
        fetcher.get(server.url("/x"))
    assert len(server.requests) == before  # nor is robots.txt asked for again at once
    clock.pass_(601)
    server.pages["/robots.txt"] = robots(page, "User-agent: *\nDisallow: /y")
    assert fetcher.get(server.url("/x")).body == b"words"


def test_robots_txt_of_a_host_that_is_not_there_defers(server, clock):
    fetcher = polite(clock, server)
    url = server.url("/x")
    server.stop()
    with pytest.raises(NotBefore, match="txt cannot be had"):
        fetcher.get(url)


def test_robots_txt_is_asked_for_once_a_day(server, page, clock):
    server.pages.update({"/robots.txt": robots(page, "User-agent: *\nDisallow:"), "/x": page()})
    fetcher = polite(clock, server)
    for _ in range(3):
        fetcher.get(server.url("/x"))
    assert asked_for(server).count("/robots.txt") == 1
    clock.pass_(86_400)
    fetcher.get(server.url("/x"))
    assert asked_for(server).count("/robots.txt") == 2


def test_a_crawl_delay_counts_where_it_is_longer(server, page, clock):
    server.pages.update({"/robots.txt": robots(page, "User-agent: *\nCrawl-delay: 10"), "/x": page()})
    fetcher = polite(clock, server)
    fetcher.get(server.url("/x"))
    assert clock.slept == [10.0]


def test_a_crawl_delay_beyond_our_patience_says_when_to_come_back(server, page, clock):
    server.pages.update({"/robots.txt": robots(page, "User-agent: *\nCrawl-delay: 600"), "/x": page()})
    with pytest.raises(NotBefore) as refusal:
        polite(clock, server).get(server.url("/x"))
    assert refusal.value.moment == clock.now + timedelta(minutes=10)


def test_a_redirect_is_allowed_by_the_site_it_leads_to(server, canary, page, clock):
    server.redirect("/x", canary.url("/secret"))
    canary.pages["/robots.txt"] = robots(page, "User-agent: *\nDisallow: /secret")
    with pytest.raises(Disallowed, match=f"redirected to {canary.url('/secret')}: its robots.txt"):
        polite(clock, server, canary).get(server.url("/x"))
    assert asked_for(canary) == ["/robots.txt"]


def test_robots_txt_itself_cannot_lead_inside(server, canary, page, clock):
    """The page is public, but its robots.txt redirects to this machine: the canary gets no hit, the page no visit."""
    server.redirect("/robots.txt", f"http://localhost:{canary.port}/")
    server.pages["/x"] = page()
    world = World(server, clock, **{"inside.example": "10.0.0.1"})
    with pytest.raises(UnsafeAddress, match=r"robots.txt is not fetched \(redirects to"):
        world.polite.get("http://news.example/x")
    assert canary.connections == 0
    assert asked_for(server) == ["/robots.txt"]
    server.redirect("/robots.txt", "http://inside.example/robots.txt")
    clock.pass_(601)
    with pytest.raises(UnsafeAddress, match=r"10\.0\.0\.1, which is not a public address"):
        world.polite.get("http://news.example/x")
    assert set(world.dialled) == {PUBLIC}


def test_robots_txt_of_a_name_that_leads_inside_is_not_fetched(server, clock):
    world = World(server, clock, **{"inside.example": "127.0.0.1"})
    with pytest.raises(UnsafeAddress):
        world.polite.get("http://inside.example/x")
    assert world.dialled == []


def test_a_name_that_flips_behind_robots_txt_is_refused(server, page, clock):
    """A resolver that is public for robots.txt and leads inside for the page: each is looked up and checked anew."""
    server.pages.update({"/robots.txt": robots(page, "User-agent: *\nDisallow: /private"), "/x": page(b"SECRET")})
    world = World(server, clock, **{"rebind.example": [PUBLIC, "127.0.0.1", "169.254.169.254"]})
    for _ in range(2):
        with pytest.raises(UnsafeAddress, match="not a public address"):
            world.polite.get("http://rebind.example/x")
    assert world.dialled == [PUBLIC]
    assert asked_for(server) == ["/robots.txt"]


def test_robots_txt_may_be_redirected_elsewhere(server, canary, page, clock):
    server.redirect("/robots.txt", canary.url("/robots.txt"))
    canary.pages["/robots.txt"] = robots(page, "User-agent: *\nDisallow: /x")
    server.pages["/x"] = page()
    with pytest.raises(Disallowed):
        polite(clock, server, canary).get(server.url("/x"))


def test_only_the_beginning_of_a_huge_robots_txt_is_read(server, page, clock):
    filler = "# nothing\n" * 60_000
    server.pages["/robots.txt"] = robots(page, f"User-agent: *\nDisallow: /early\n{filler}Disallow: /late\n")
    server.pages["/late"] = page()
    fetcher = polite(clock, server)
    with pytest.raises(Disallowed):
        fetcher.get(server.url("/early"))
    assert fetcher.get(server.url("/late")).body == b"words"


def test_a_bomb_or_an_endless_stream_for_robots_txt_is_stopped(server, page, clock):
    fetcher = polite(clock, server, wire_bytes=1_000_000)
    server.pages["/robots.txt"] = page(gzip.compress(bytes(50 * 1024**2)), "Content-Encoding: gzip")
    with pytest.raises(NotBefore, match="100 times its size"):
        fetcher.get(server.url("/x"))

    def endless(connection, path):
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while not server.stopped.is_set():
            connection.sendall(b"Disallow: /\n" * 1000)

    server.pages["/robots.txt"] = endless
    clock.pass_(601)
    with pytest.raises(NotBefore, match="more than 1000000 bytes"):
        fetcher.get(server.url("/x"))


def test_hostile_wildcards_cost_no_time(server, page, clock):
    pattern = "/" + "a*" * 5_000 + "b$"
    server.pages["/robots.txt"] = robots(page, f"User-agent: *\n{f'Disallow: {pattern}{chr(10)}' * 20}")
    server.pages["/" + "a" * 3_000] = page()
    fetcher = polite(clock, server)
    fetcher.robots.allow(f"http://{server.place}", server.url("/x"))
    began = time.process_time()
    fetcher.get(server.url("/" + "a" * 3_000))
    assert time.process_time() - began < 1.0


def test_robots_txt_names_sitemaps(server, page, clock):
    server.pages["/robots.txt"] = robots(page, "Sitemap: https://n.example/map.xml\nUser-agent: *\nDisallow: /x")
    assert polite(clock, server).robots.sitemaps(f"http://{server.place}") == ("https://n.example/map.xml",)


# ── only what changed ─────────────────────────────────────────────────────────────────────────────

KNOWN = Validator('W/"a1"', "Wed, 11 Mar 2026 08:00:00 GMT")


def test_nothing_comes_where_nothing_changed(server, page, clock):
    server.pages["/"] = b'HTTP/1.1 304 Not Modified\r\nETag: W/"a1"\r\n\r\n'
    fetcher = polite(clock, server)
    assert fetcher.changed(server.url(), KNOWN, given=True) is None
    assert 'If-None-Match: W/"a1"' in server.requests[0]
    assert "If-Modified-Since: Wed, 11 Mar 2026 08:00:00 GMT" in server.requests[0]


def test_what_changed_comes_with_its_marks(server, page, clock):
    server.pages["/"] = page(b"new", 'ETag: "b2"', "Last-Modified: Wed, 11 Mar 2026 09:00:00 GMT")
    capture = polite(clock, server).changed(server.url(), KNOWN, given=True)
    assert capture.body == b"new"
    assert Validator.of(capture) == Validator('"b2"', "Wed, 11 Mar 2026 09:00:00 GMT")


def test_marks_go_along_with_a_redirect(server, page, clock):
    server.redirect("/", "/feed")
    server.pages["/feed"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    assert polite(clock, server).changed(server.url(), KNOWN, given=True) is None


@pytest.mark.parametrize("mark", ["", '"x"\r\nX-Smuggled: 1', '"é"', '"' + "x" * 2000 + '"', '"x\x00"'])
def test_a_mark_that_no_server_sends_is_not_sent_back(server, page, clock, mark):
    server.pages["/"] = page()
    assert polite(clock, server).changed(server.url(), Validator(mark, mark), given=True).body == b"words"
    assert "If-" not in server.requests[0]
    assert "Smuggled" not in server.requests[0]


def test_nothing_changed_is_no_answer_to_who_did_not_ask(server, clock):
    server.pages["/"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    with pytest.raises(FetchError, match="304"):
        polite(clock, server).changed(server.url(), None, given=True)


# ── when to come back ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("status", ["429 x", "503 x"])
@pytest.mark.parametrize("header", ["3600", "Wed, 11 Mar 2026 13:00:00 GMT", "Wednesday, 11-Mar-26 13:00:00 GMT"])
def test_a_busy_server_is_left_alone_until_it_says(server, page, clock, status, header):
    server.pages["/"] = page(b"busy", f"Retry-After: {header}", status=status)
    fetcher = polite(clock, server)
    began = clock.now
    with pytest.raises(NotBefore, match="asks to come back at 2026-03-11T13:00:00Z") as refusal:
        fetcher.get(server.url(), given=True)
    assert refusal.value.moment == began + timedelta(hours=1)
    server.pages.update({"/": page(), "/other": page()})
    with pytest.raises(NotBefore, match="not to be asked before 2026-03-11T13:00:00Z"):
        fetcher.get(server.url("/other"), given=True)
    assert len(server.requests) == 1
    clock.pass_(3600)
    assert fetcher.get(server.url("/other"), given=True).body == b"words"


def test_a_short_wait_is_waited(server, page, clock):
    answers = [page(b"busy", "Retry-After: 5", status="429 x"), page()]
    server.pages["/"] = lambda connection, _: connection.sendall(answers.pop(0))
    assert polite(clock, server).get(server.url(), given=True).body == b"words"
    assert sum(clock.slept) == 5.0


@pytest.mark.parametrize("header", ["", "soon", "-5", "99999999999999999999"])
def test_busy_without_a_usable_date_is_a_pause_that_grows(server, page, clock, header):
    server.pages["/"] = page(b"busy", f"Retry-After: {header}", status="429 x")
    fetcher = polite(clock, server)
    pauses = []
    for _ in range(9):
        with pytest.raises(NotBefore) as refusal:
            fetcher.get(server.url(), given=True)
        pauses.append((refusal.value.moment - clock.now).total_seconds())
        clock.now = refusal.value.moment
    expected = [86_400.0] * 9 if header.startswith("9") else [60.0, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    assert pauses == expected
    server.pages["/"] = page()
    fetcher.get(server.url(), given=True)
    assert fetcher._host(server.place).busy == 0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0),
        ("7", 7),
        (" 7 ", 7),
        ("9" * 20, 3_650 * 86_400),
        ("Wed, 11 Mar 2026 12:01:00 GMT", 60),
        ("Wed, 11 Mar 2026 07:01:00 EST", 60),
        ("Mon, 09 Mar 2026 12:00:00 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 3_650 * 86_400),
        ("Fri, 31 Dec 9999 23:59:59 -1200", 3_650 * 86_400),
        ("Mon, 01 Jan 0001 00:00:00 +1200", 0),
    ],
)
def test_retry_after_is_seconds_or_a_date(clock, header, seconds):
    assert wanted_again(header, clock.now) == clock.now + timedelta(seconds=seconds)


@pytest.mark.parametrize("header", ["", "soon", "-1", "1.5", "٣", "31 February"])
def test_what_is_no_date_is_none(clock, header):
    assert wanted_again(header, clock.now) is None


# ── trying again ──────────────────────────────────────────────────────────────────────────────────


def test_what_may_pass_is_tried_again_but_not_for_ever(server, page, clock):
    server.pages["/"] = page(b"", status="500 x")
    with pytest.raises(FetchError, match="answers 500"):
        polite(clock, server).get(server.url(), given=True)
    assert len(server.requests) == 3
    assert clock.slept == [2.0, 4.0]


def test_a_second_try_may_do(server, page, clock):
    answers = [b"garbage", page()]
    server.pages["/"] = lambda connection, _: connection.sendall(answers.pop(0))
    assert polite(clock, server).get(server.url(), given=True).body == b"words"


@pytest.mark.parametrize("status", ["404 x", "401 x", "410 x"])
def test_what_will_not_change_is_asked_once(server, page, clock, status):
    server.pages["/"] = page(b"", status=status)
    with pytest.raises(FetchError) as failure:
        polite(clock, server).get(server.url(), given=True)
    assert failure.value.status == int(status[:3])
    assert len(server.requests) == 1


def test_the_rules_of_the_egress_still_hold(server, canary, clock):
    server.redirect("/", f"http://127.0.0.1:{canary.port}/")
    fetcher = polite(clock, server)
    with pytest.raises(UnsafeAddress):
        fetcher.get(server.url(), given=True)
    for url in ("http://127.0.0.1/", "file:///etc/passwd", "http://u:p@n.example/", "http://[::ffff:10.0.0.1]/"):
        for given in (True, False):
            with pytest.raises(UnsafeAddress):
                fetcher.get(url, given=given)
    assert canary.connections == 0
