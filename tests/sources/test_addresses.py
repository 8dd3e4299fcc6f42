import ipaddress
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cuibono.core.errors import UnsafeAddress
from cuibono.sources.addresses import checked, is_public, shown

NOT_PUBLIC_V4 = """
0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8 192.0.2.1
192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
""".split()

NOT_PUBLIC_V6 = """
:: ::1 ::7f00:1 ::ffff:0:127.0.0.1 100::1 2001:db8::1 2001:2::1 2001:10::1 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1
fe80::1%eth0 fec0::1 ff02::1 64:ff9b:1::8.8.8.8 2606:4700:4700::1111%eth0
""".split()


def wrapped(v4: str) -> list[str]:
    number = int(ipaddress.IPv4Address(v4))
    high, low = f"{number >> 16:x}", f"{number & 0xFFFF:x}"
    flipped = number ^ 0xFFFFFFFF  # Teredo hides the client's address
    return [
        f"::ffff:{v4}",
        f"2002:{high}:{low}::1",
        f"64:ff9b::{v4}",
        f"2001:0:808:808:0:0:{flipped >> 16:x}:{flipped & 0xFFFF:x}",
        f"2001:0:{high}:{low}::f7f7:f7f7",
    ]


@pytest.mark.parametrize("address", NOT_PUBLIC_V4 + NOT_PUBLIC_V6)
def test_special_addresses_are_refused(address):
    with pytest.raises(UnsafeAddress, match="not a public address"):
        checked([address])


@pytest.mark.parametrize("v4", NOT_PUBLIC_V4)
def test_wrapping_hides_nothing(v4):
    assert [address for address in wrapped(v4) if is_public(ipaddress.ip_address(address))] == []


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1"],
)
def test_public_addresses_pass_also_behind_nat64(address):
    assert checked([address]) == (address,)


def test_one_address_inside_spoils_the_name():
    with pytest.raises(UnsafeAddress, match=r"10\.0\.0\.1"):
        checked(["93.184.216.34", "10.0.0.1"])


@pytest.mark.parametrize("addresses", [[], ["nonsense"], ["127.1"], [""]])
def test_what_is_no_address_is_refused(addresses):
    with pytest.raises(UnsafeAddress):
        checked(addresses)


@given(st.integers(0, 2**32 - 1).map(ipaddress.IPv4Address))
@example(ipaddress.IPv4Address("127.0.0.1"))
def test_a_wrapped_address_is_never_more_public_than_what_it_wraps(v4):
    assert not [a for a in wrapped(str(v4)) if is_public(ipaddress.ip_address(a)) and not is_public(v4)]


@pytest.mark.parametrize(
    ("link", "seen"),
    [
        ("https://jo:CANARY@news.example/a", "https://news.example/a"),
        ("https://CANARY@news.example/a", "https://news.example/a"),
        ("https://a@CANARY@news.example/a", "https://news.example/a"),
        ("http:\\\\jo:CANARY@news.example\\a", "http:\\\\news.example\\a"),
        ("//jo:CANARY@news.example", "//news.example"),
        ("https://news.example/a?id=7&token=CANARY", "https://news.example/a?id=7&token=withheld"),
        ("https://news.example/a?api_key=CANARY&b=1", "https://news.example/a?api_key=withheld&b=1"),
        ("https://news.example/a?X-Amz-Signature=CANARY", "https://news.example/a?X-Amz-Signature=withheld"),
        ("https://news.example/a?accessToken=CANARY#x", "https://news.example/a?accessToken=withheld#x"),
        ("https://news.example/a;jsessionid=CANARY", "https://news.example/a;jsessionid=withheld"),
        ("https://news.example/#access_token=CANARY", "https://news.example/#access_token=withheld"),
        ("https://news.example/@jo/a?author=jo&monkey=1", "https://news.example/@jo/a?author=jo&monkey=1"),
        ("https://old.example/x//y@z", "https://old.example/x//y@z"),
        ("https://news.example/a\nb\x1b[2J", "https://news.example/a\\nb\\x1b[2J"),
    ],
)
def test_a_shown_link_keeps_secrets_to_itself(link, seen):
    assert shown(link) == seen


@given(st.text())
def test_whatever_is_shown_can_be_stored_and_printed(link):
    assert shown(link).isprintable()
    shown(link).encode()


@pytest.mark.parametrize("piece", ["@", "/", "//a", "?a", "&", "&a=", "a:"])
def test_showing_a_long_link_takes_time_in_proportion(piece):
    began = time.process_time()
    shown("http:" + piece * 50_000)
    assert time.process_time() - began < 2  # quadratic would be minutes
