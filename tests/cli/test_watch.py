"""`cuibono watch`, `changes` over the desk and `search`, as their users meet them; loopback stands for the world."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from tests.cli.command import PROGRAM, environment, invoke
from tests.sources.conftest import answer

ITEM = """<item><title>{title}</title><link>https://{site}.example/{link}</link><guid>{link}</guid>
<pubDate>{at} Oct 2026 18:30:00 GMT</pubDate><description>{words}</description></item>"""
RAN = (
    "A ferry with 240 people on board ran aground off Port Ellery on Monday evening, the harbour office said. "
    "The harbour office said 12 cars were damaged."
)
FREED = (
    "The ferry that ran aground off Port Ellery with 240 people on board was freed on Tuesday. Mara Quist of the "
    "coastguard said nobody was hurt."
)


def feed(*items: tuple[str, str, str]) -> bytes:
    days = {"ran": "Mon, 05", "freed": "Tue, 06"}
    told = "".join(ITEM.format(site="echo", link=link, title=title, words=w, at=days[link]) for link, title, w in items)
    body = f'<rss version="2.0"><channel><title>Ellery Echo</title>{told}</channel></rss>'.encode()
    return answer(body, "Content-Type: application/rss+xml")


ONE = ("ran", "Ferry runs aground off Port Ellery", RAN)
TWO = ("freed", "Ferry freed off Port Ellery", FREED)


@pytest.fixture
def listed(server, tmp_path):
    """A watch list with one feed on the server."""
    server.pages["/feed"] = feed(ONE)

    def write(more: str = "", every: str = "10s") -> Path:
        path = tmp_path / "watch.toml"
        source = f'[watch]\nevery = "{every}"\n\n[[source]]\nkind = "feed"\nurl = "{server.url("/feed")}"\n'
        path.write_text(f"{source}{more}", "utf-8")
        return path

    return write


def watch(server, *words, **more):
    return invoke("watch", *words, intranet=server.place, **more)


def log(done):
    return [json.loads(line) for line in done.err.splitlines() if line.startswith("{")]


def due(db):
    """Let every source be due."""
    from cuibono.store.database import open_database  # noqa: PLC0415

    opened = open_database(db, patience=5)
    with opened.writing() as connection:
        connection.exec_driver_sql("UPDATE watched SET due = '2020-01-01T00:00:00.000000Z'")
        connection.exec_driver_sql("DELETE FROM validators WHERE url NOT LIKE '%#%'")
    opened.close()


def test_once_reads_a_feed_into_stories_and_then_tells_what_changed(server, listed, db, tmp_path):
    config = listed(f'\n[alerts.feed]\nrss = "{tmp_path}/own.xml"\njson = "{tmp_path}/own.json"\n')
    done = watch(server, "--config", config, "--once", "--db", db)
    assert done.code == 0, done.err
    assert [each["event"] for each in log(done)] == ["polled", "story"]
    assert "asked 1 source, 1 new capture, 1 new document, 1 story brought up to date, 1 change" in done.err
    (story,) = invoke("stories", "--json", "--db", db).json
    assert story["documents"] == 1
    assert json.loads((tmp_path / "own.json").read_text())["items"] == []

    server.pages["/feed"] = feed(ONE, TWO)
    due(db)
    done = watch(server, "--config", config, "--once", "--json", "--db", db)
    told = [json.loads(line) for line in done.out.splitlines()]
    assert {"gained an origin", "new claim"} & {each["kind"] for each in told}
    for each in told:
        assert all(quote["quote"] and quote["url"].startswith("https://echo.example/") for quote in each["quotes"])
    noticed = invoke("changes", "--json", "--db", db).json
    assert {each["id"] for each in told} <= {each["id"] for each in noticed}
    assert {each["kind"] for each in noticed} >= {"new story", "new document"}
    assert invoke("changes", "--since", "2999-01-01", "--json", "--db", db).json == []
    assert len(json.loads((tmp_path / "own.json").read_text())["items"]) == len(told)
    shown = invoke("changes", story["id"][:6], "--db", db)
    assert "Ferry" in shown.out
    assert "https://echo.example/" in shown.out
    assert invoke("verify", "--db", db).code == 0


def test_a_second_time_nothing_is_new(server, listed, db):
    config = listed()
    watch(server, "--config", config, "--once", "--db", db)
    due(db)
    done = watch(server, "--config", config, "--once", "--db", db)
    assert done.out == ""
    assert "0 new captures" in done.err


def test_feeds_of_a_list_are_watched(server, db, tmp_path):
    server.pages["/feed"] = feed(ONE)
    opml = tmp_path / "feeds.opml"
    line = f'<outline type="rss" text="Echo" xmlUrl="{server.url("/feed")}"/>'
    opml.write_text(f'<opml version="2.0"><body>{line}</body></opml>')
    done = watch(server, "--feeds", opml, "--once", "--db", db)
    assert done.code == 0, done.err
    assert len(invoke("stories", "--json", "--db", db).json) == 1


def test_where_no_source_can_be_had_it_says_so(server, listed, db):
    server.pages["/feed"] = answer(b"gone", status="410 Gone")
    done = watch(server, "--config", listed(), "--once", "--db", db)
    assert done.code == 3
    assert "no source could be had" in done.err
    assert "410" in done.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "nothing to watch"),
        (["…"], "QUERY has no words"),
        (["--config", "missing.toml"], "--config: missing.toml cannot be read: No such file"),
        (["--feeds", "missing.opml"], "--feeds: missing.opml cannot be read"),
    ],
)
def test_what_cannot_be_watched_is_refused(words, told, db):
    done = invoke("watch", *words, "--once", "--db", db)
    assert done.code == 2
    assert told in done.told[0]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('\n[[source]]\nkind = "fed"\n', "watch.toml:9: kind: there is no source 'fed'; there are "),
        ('\n[[source]]\nkind = "feed"\nurl = "ftp://x"\n', "watch.toml:10: url: 'ftp://x' is no http or https link"),
        (
            '\n[[alerts.webhook]]\nurl = "https://x.example/"\nsecret_env = "NO_SUCH"\n',
            "watch.toml:10: secret_env: the",
        ),
        ('\n[alerts.feed]\nrss = "/no/such/f.xml"\n', "watch.toml:9: rss: /no/such/f.xml cannot be written"),
        ("\n[alerts.feed]\ntitle = 'x'\n", "watch.toml:8: rss or json is missing"),
        (
            '\n[alerts.email]\nhost = "h"\nfrom = "f"\nto = "t"\npassword_file = "/no/such"\n',
            "watch.toml:12: password_file: /no/such cannot be read",
        ),
        (
            '\n[alerts.email]\nhost = "h"\nfrom = "f"\nto = "t"\nsecurity = "none"\n',
            "watch.toml:12: security: should be",
        ),
    ],
)
def test_a_bad_list_is_refused_before_anything_is_asked(server, listed, db, more, told):
    done = watch(server, "--config", listed(more), "--once", "--db", db)
    assert done.code == 2
    assert told in done.told[0]
    assert server.connections == 0


def test_secrets_are_in_no_log_no_output_and_no_store(server, listed, db, tmp_path):
    canary = "canary-3f9a"
    (tmp_path / "secret").write_text(canary)
    server.pages["/hook"] = answer(b"", status="500 Oops")
    server.pages["/feed"] = feed(ONE)
    config = listed(
        f'\n[alerts]\nkinds = ["new story"]\n[[alerts.webhook]]\nurl = "{server.url("/hook")}?token={canary}"\n'
        f'secret_file = "{tmp_path}/secret"\n'
        f'\n[[source]]\nkind = "feed"\nurl = "{server.url("/other")}?api_key={canary}"\n'
    )
    done = watch(server, "--config", config, "--once", "--db", db)
    assert "alert failed" in done.err
    assert canary not in done.err + done.out
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("*.db*"))
    assert kept.count(canary.encode()) == kept.count(f"api_key={canary}".encode()), "a source's own link, to ask again"


@pytest.mark.slow
def test_sigterm_ends_a_running_desk_cleanly_and_figures_are_served_meanwhile(server, listed, db, tmp_path):
    port = 20_000 + os.getpid() % 20_000
    config = listed().read_text().replace("[watch]\n", f'[watch]\nmetrics = "127.0.0.1:{port}"\n')
    (tmp_path / "watch.toml").write_text(config)
    env = environment(tmp_path, CUIBONO_INTRANET=server.place)
    command = [PROGRAM, "watch", "--config", tmp_path / "watch.toml", "--db", db]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        try:
            figures = ""
            for _ in range(200):
                time.sleep(0.1)
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=2) as page:
                        figures = page.read().decode()
                except OSError:
                    continue
                if "cuibono_documents_total 1" in figures:
                    break
            assert "cuibono_documents_total 1" in figures
            assert "cuibono_sources 1" in figures
            running.send_signal(signal.SIGTERM)
            _, err = running.communicate(timeout=20)
        finally:
            running.kill()
    assert running.returncode == 0, err
    assert "asked 1 source" in err
    assert "Traceback" not in err
    assert invoke("verify", "--db", db).code == 0


def test_words_are_found_with_their_sentences_and_stories(server, listed, db):
    server.pages["/feed"] = feed(ONE, TWO)
    watch(server, "--config", listed(), "--once", "--db", db)
    found = invoke("search", "coastguards", "hurt", "--json", "--db", db).json
    (document,) = found["documents"]
    assert document["url"] == "https://echo.example/freed"
    assert any("nobody was hurt" in span["quote"] for span in document["spans"])
    assert document["story"]
    assert [claim["cosine"] for claim in found["claims"]] in ([], [None])
    shown = invoke("search", "12 cars", "--db", db)
    assert "Ellery Echo" in shown.out
    assert invoke("search", "zeppelin", "--db", db).out == "Nothing that is stored holds all these words.\n"
    assert invoke("search", "…", "--db", db).code == 2


def test_a_desk_that_noticed_nothing_says_how_to_begin(store):
    assert "cuibono watch" in invoke("changes", "--db", store).out
    assert invoke("changes", "s404", "--db", store).code == 5
