"""The log of a desk: one JSON object a line, whatever stands in it, and never a secret."""

import io
import json
from datetime import UTC, datetime

import pytest

from cuibono.cli.log import Log
from cuibono.cli.metrics import text


def logged(event, **facts):
    stream = io.StringIO()
    Log(stream)(event, **facts)
    (line,) = stream.getvalue().splitlines()
    return json.loads(line)


def test_an_event_is_one_line_of_json_with_time_and_level():
    told = logged("polled", source="a\nb", new=3, due=datetime(2026, 3, 4, 12, tzinfo=UTC), cause="", nothing=None)
    assert (told["event"], told["level"], told["source"], told["new"]) == ("polled", "info", "a\nb", 3)
    assert told["due"] == "2026-03-04T12:00:00Z"
    assert told.keys() == {"at", "level", "event", "source", "new", "due"}
    assert logged("failed")["level"] == "warning"


@pytest.mark.parametrize(
    "facts",
    [
        {"password": "canary"},
        {"secret_file": "canary"},
        {"headers": {"Authorization": "Bearer canary"}},
        {"cause": "https://u:canary@a.example/x: answers 500"},
        {"reason": "https://a.example/x?api_key=canary&b=1: answers 500"},
        {"changes": ["https://u:canary@a.example/"]},
    ],
    ids=lambda facts: next(iter(facts)),
)
def test_secrets_are_withheld(facts):
    assert "canary" not in json.dumps(logged("failed", **facts))


def test_a_reader_that_is_gone_stops_nothing():
    stream = io.StringIO()
    stream.close()
    Log(stream)("polled")


def test_figures_are_prometheus_text():
    assert text({"polled_total": 3, "sources": 2.5}).splitlines() == [
        "# TYPE cuibono_polled_total counter",
        "cuibono_polled_total 3",
        "# TYPE cuibono_sources gauge",
        "cuibono_sources 2.5",
    ]


def people(capsys, *events):
    log = Log(plain=True)
    for event, facts in events:
        log(event, **facts)
    return capsys.readouterr().err.splitlines()


def test_people_are_told_what_is_wrong_with_whom_once_and_when_it_is_well_again(capsys):
    due = datetime(2026, 3, 4, 12, tzinfo=UTC)
    failed = ("failed", {"source": "Echo", "new": 0, "due": due, "cause": "https://e.example/f: answers 404"})
    busy = ("failed", {"source": "Echo", "new": 0, "due": due, "cause": "https://e.example/f: answers 500"})
    well = ("polled", {"source": "Echo", "new": 2, "due": due})
    assert people(capsys, well, failed, failed, busy, well, well, failed) == [
        "cuibono: Echo: https://e.example/f: answers 404 (asked again at 12:00 UTC)",
        "cuibono: Echo: https://e.example/f: answers 500 (asked again at 12:00 UTC)",
        "cuibono: Echo: answers again",
        "cuibono: Echo: https://e.example/f: answers 404 (asked again at 12:00 UTC)",
    ]


def test_the_address_of_a_source_without_a_name_is_said_once(capsys):
    url = "https://e.example/f"
    (line,) = people(capsys, ("failed", {"source": url, "cause": f"{url}: answers 404"}))
    assert line == f"cuibono: {url}: answers 404"
    (line,) = people(capsys, ("left out", {"source": "Echo", "location": url, "cause": f"{url}: answers 404"}))
    assert line == f"cuibono: Echo: left out: {url}: answers 404"
    (line,) = people(capsys, ("unreadable", {"location": url, "cause": "no words in it"}))
    assert line == f"cuibono: {url}: unreadable: no words in it"
