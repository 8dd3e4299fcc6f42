"""Loopback needs nothing, anything else a token and a name."""

import pytest

from cuibono.core.errors import SettingsError
from cuibono.web.access import access, is_loopback

TOKEN = "correct horse battery"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "LOCALHOST"])
def test_loopback_is_open_to_this_machine(host):
    assert is_loopback(host)
    made = access(host, 8642)
    assert made.token is None
    assert {"localhost:8642", "127.0.0.1:8642", "[::1]:8642"} == made.names


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.0.2.7", "2001:db8::7", "desk.example", "127.0.0.1.example"])
def test_another_address_is_refused_without_a_token(host):
    with pytest.raises(SettingsError, match="token"):
        access(host, 8642)


def test_a_name_for_others_is_refused_without_a_token_also_on_loopback():
    """A proxy on this machine would hand it to everybody."""
    with pytest.raises(SettingsError, match=r"desk\.example.*token"):
        access("127.0.0.1", 8642, ["desk.example"])
    assert "desk.example" in access("127.0.0.1", 8642, ["desk.example"], TOKEN).names


@pytest.mark.parametrize("host", ["0.0.0.0", "::", ""])
def test_every_address_wants_to_be_told_its_name(host):
    with pytest.raises(SettingsError, match="--name"):
        access(host, 8642, (), TOKEN)


def test_an_address_is_known_by_itself_and_by_its_names():
    assert access("192.0.2.7", 80, ["Desk.Example", "desk.example:8443"], TOKEN).names == {
        "192.0.2.7:80",
        "192.0.2.7",
        "desk.example:80",
        "desk.example",
        "desk.example:8443",
    }
    assert access("2001:db8::7", 8642, (), TOKEN).names == {"[2001:db8::7]:8642"}


def test_a_proxy_passes_on_a_name_alone():
    assert access("0.0.0.0", 8642, ["Desk.Example"], TOKEN).names == {"desk.example", "desk.example:8642"}
    assert "desk.example" not in access("127.0.0.1", 8642).names


@pytest.mark.parametrize("token", ["", "short", "x" * 15, "long enough\nbut two lines", "größer als sechzehn"])
def test_a_weak_token_is_refused(token):
    with pytest.raises(SettingsError, match="16 printable"):
        access("127.0.0.1", 8642, (), token)


def test_the_token_opens_and_nothing_else():
    made = access("192.0.2.7", 8642, (), TOKEN)
    assert made.opens(TOKEN)
    assert made.passed(made.pass_mark)
    assert not made.opens(made.pass_mark)
    assert not made.passed(TOKEN)
    assert not made.opens("größer")
    assert TOKEN not in made.pass_mark
    assert not access("127.0.0.1", 8642).opens("")
    assert not access("127.0.0.1", 8642).passed(access("127.0.0.1", 8642).pass_mark)
