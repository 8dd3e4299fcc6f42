"""Changes to tell of, and what an article could put into them."""

from datetime import UTC, datetime

import pytest

from cuibono.core.watch import Noticed, Quote
from tests.sources.conftest import Server

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
NAUGHTY = "<script>alert(1)</script>]]>&\r\nBcc: all@example.org\x1b[31m\u202e\x00 =cmd|' /C calc'!A1"


def change(name="n1", words="“ß” 12 cars", url="https://p.example/a?b=1&c=2", title="Ferry & harbour"):
    quotes = (
        Quote("d1", 0, 4, words, "The Post", url, "before"),
        Quote("d2", 0, 4, "41 cars", "The Post", url, "after"),
    )
    return Noticed(name, "s1", title, NOON, "corrected", "The Post changed the words of a claim", quotes)


@pytest.fixture
def clock():
    return lambda: NOON


@pytest.fixture
def server():
    running = Server()
    yield running
    running.stop()
