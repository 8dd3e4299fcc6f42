import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.core.errors import FetchError
from cuibono.sources.decoding import unpacked
from cuibono.sources.limits import Limits

MIB = 1024**2


def raw_deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(data) + engine.flush()


def cut(data: bytes, size: int) -> list[bytes]:
    return [data[i : i + size] for i in range(0, len(data), size)]


@given(st.binary(min_size=1, max_size=3000), st.integers(1, 500))
def test_every_coding_comes_back_however_it_is_cut(data, size):
    for coding, packed in (
        ("gzip", gzip.compress(data)),
        ("X-GZIP ", gzip.compress(data) + b"\0\0padding"),
        ("gzip", gzip.compress(data[:7]) + gzip.compress(data[7:])),
        ("deflate", zlib.compress(data)),
        ("deflate", raw_deflate(data)),
        ("identity", data),
        ("", data),
    ):
        assert unpacked(cut(packed, size), coding, Limits()) == data


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "compress", "x" * 500])
def test_a_coding_that_was_not_asked_for_is_refused(coding):
    with pytest.raises(FetchError, match="not asked for") as refusal:
        unpacked([b"x"], coding, Limits())
    assert len(str(refusal.value)) < 200


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_bomb_is_stopped_before_it_grows(coding):
    bomb = (gzip.compress if coding == "gzip" else zlib.compress)(bytes(100 * MIB))
    tracemalloc.start()
    with pytest.raises(FetchError, match="more than 100 times its size"):
        unpacked(cut(bomb, 65536), coding, Limits())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * MIB


def test_a_bomb_of_many_members_is_stopped():
    with pytest.raises(FetchError, match="100 times"):
        unpacked([gzip.compress(bytes(MIB)) * 100], "gzip", Limits())


def test_a_body_may_not_unpack_beyond_its_limit_at_any_ratio():
    with pytest.raises(FetchError, match="larger than 1000 bytes"):
        unpacked([gzip.compress(bytes(range(256)) * 4)], "gzip", Limits(body_bytes=1000))
    with pytest.raises(FetchError, match="larger than 1000 bytes"):
        unpacked([b"x" * 600, b"x" * 600], "", Limits(body_bytes=1000))


def test_small_dense_bodies_are_no_bombs():
    assert unpacked([gzip.compress(b" " * 500_000)], "gzip", Limits()) == b" " * 500_000


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_broken_or_cut_body_is_refused(coding):
    whole = (gzip.compress if coding == "gzip" else zlib.compress)(b"some words that matter" * 50)
    with pytest.raises(FetchError, match="breaks off"):
        unpacked([whole[:-9]], coding, Limits())
    with pytest.raises(FetchError, match=r"broken|breaks off"):
        unpacked([b"\xff\xff this is no packed text"], coding, Limits())
    with pytest.raises(FetchError, match="breaks off"):
        unpacked([whole[:1]], coding, Limits())
