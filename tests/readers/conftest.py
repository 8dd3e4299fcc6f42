from datetime import UTC, datetime

import pytest

from cuibono import readers
from cuibono.core.news import Capture

FETCHED = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def capture():
    """Makes a capture out of words or bytes."""

    def make(body, location="input", **more):
        data = body.encode() if isinstance(body, str) else body
        return Capture(location, data, FETCHED, **more)

    return make


@pytest.fixture
def read(capture):
    """Reads words or bytes into documents."""
    return lambda body, location="input", **more: readers.read(capture(body, location, **more))


@pytest.fixture
def read_one(read):
    def one(body, location="input", **more):
        (document,) = read(body, location, **more)
        return document

    return one
