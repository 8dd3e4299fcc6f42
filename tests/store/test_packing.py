"""Long readings are packed as they are written, and come back as they were."""

from __future__ import annotations

import zlib
from base64 import b64encode

import pytest
from sqlalchemy import text as sql

from cuibono.core.errors import Tampered
from cuibono.store import packing
from cuibono.store.codec import dump
from tests.store.samples import read, story_of

_LONG = ['{"a":"', *(f"word {i} " for i in range(600_000)), '"}']


def test_a_short_text_stays_as_it_is() -> None:
    assert packing.pack(['{"a"', ":1}"]) == '{"a":1}'
    assert packing.pack([]) == ""
    assert packing.unpack('{"a":1}') == '{"a":1}'


def test_a_long_text_comes_back() -> None:
    packed = packing.pack(iter(_LONG))
    assert packed.isascii()
    assert len(packed) < sum(map(len, _LONG)) / 2
    assert packing.unpack(packed) == "".join(_LONG)
    assert packing.pack(_LONG) == packed


def test_what_is_damaged_is_refused() -> None:
    packed = packing.pack(_LONG)
    for damaged in (packed[:-8], packed[:400] + "A" * 8 + packed[408:], "zlib:no base 64", "zlib:", packed + "AAAA"):
        with pytest.raises(Tampered, match="unpacked"):
            packing.unpack(damaged)


def test_nothing_larger_than_anything_we_store_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "_LARGEST", 1000)
    with pytest.raises(Tampered, match="longer"):
        packing.unpack("zlib:" + b64encode(zlib.compress(b" " * 5000)).decode())


def test_a_packed_reading_is_read_and_verified(store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "_PLAIN", 100)
    reading = story_of(store)
    store.put(reading)
    assert dump(store.get("story1")) == dump(reading)
    assert list(store.verify(read)) == []
    with store._database.reading() as connection:
        assert str(connection.execute(sql("SELECT body FROM readings")).scalar_one()).startswith("zlib:")
