import pytest

from cuibono.core.errors import SettingsError
from cuibono.core.findings import Stake
from cuibono.findings.interests import declared


def write(tmp_path, text):
    path = tmp_path / "interests.toml"
    path.write_text(text, "utf-8")
    return path


def test_no_file_declares_nothing():
    assert declared(None) == ()


def test_entries_are_read_in_order(tmp_path):
    path = write(
        tmp_path,
        '[[interest]]\nspeaker = "Brask"\nstake = "sells"\ncategory = "harbour sensors"\n'
        '\n[[interest]]\nspeaker = "Ana Weller"\nstake = "works for"\ncategory = "pilotage"\n'
        'counterpart = "Tow & Co"\nnote = "n"\n',
    )
    first, second = declared(path)
    assert (first.speaker, first.stake, first.category) == ("Brask", Stake.SELLS, "harbour sensors")
    assert (second.counterpart, second.note) == ("Tow & Co", "n")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[interest]\n", "cannot be read"),
        ("[interest]\nspeaker = 'x'\n", "two brackets"),
        ("[other]\n", "unknown key 'other'"),
        ("[[interest]]\nspeaker = 'x'\nstake = 'sells'\n", "line 1: category is missing"),
        ("\n\n[[interest]]\nspeaker = 'x'\nstake = 'likes'\ncategory = 'y'\n", "line 3: unknown stake 'likes'"),
        ("[[interest]]\nspeaker = 'x'\nstake = 'none found'\ncategory = 'y'\n", "unknown stake"),
        ("[[interest]]\nspeaker = 4\nstake = 'sells'\ncategory = 'y'\n", "speaker must be a text"),
        ("[[interest]]\nspeaker = ' '\nstake = 'sells'\ncategory = 'y'\n", "speaker must be a text"),
        ("[[interest]]\nspeaker = 'x'\nstake = 'sells'\ncategory = 'y'\ncolour = 'z'\n", "unknown key 'colour'"),
    ],
)
def test_mistakes_are_named_with_file_line_and_reason(tmp_path, text, reason):
    path = write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        declared(path)
    assert reason in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SettingsError, match=r"absent\.toml"):
        declared(tmp_path / "absent.toml")
