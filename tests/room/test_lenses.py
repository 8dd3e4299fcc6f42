"""Lenses that users bring: read from a file, refused with the line and the reason, and heard in the room."""

import pytest

from cuibono.core.errors import SettingsError
from cuibono.core.talk import Act, Lens
from cuibono.room.discuss import discuss
from cuibono.room.lenses import builtin_lenses, user_lenses
from tests.room import story as made

LENS = '[[lens]]\nname = "Calendar"\npurpose = "dates"\nlooks_at = ["clock"]\nacts = ["report"]\n'


def write(tmp_path, text):
    path = tmp_path / "lenses.toml"
    path.write_text(text, "utf-8")
    return path


def test_no_file_brings_nothing():
    assert user_lenses(None) == ()


def test_a_lens_is_read(tmp_path):
    text = LENS + 'voice = "brisk"\n' + LENS.replace("Calendar", "Editor's desk").replace('"clock"', '"claim", "claim"')
    assert user_lenses(write(tmp_path, text)) == (
        Lens("Calendar", "dates", ("clock",), (Act.REPORT,), "brisk"),
        Lens("Editor's desk", "dates", ("claim",), (Act.REPORT,)),
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[lens]\n", "cannot be read"),
        ("[lens]\nname = 'x'\n", "two brackets"),
        ("lens = 4\n", "two brackets"),
        ("[other]\n", "unknown key 'other'"),
        (LENS.replace('purpose = "dates"\n', ""), "line 1: purpose is missing"),
        ("\n\n" + LENS.replace('"clock"', '"clocks"'), "line 6: unknown in looks_at: 'clocks'; known are first appear"),
        (LENS.replace('"report"', '"shout"'), "line 5: unknown in acts: 'shout'; known are report, challenge"),
        (LENS.replace('"report"', '"synthesise"'), "line 5: unknown in acts: 'synthesise'"),
        (LENS.replace('["report"]', "[]"), "line 5: acts must be a list of texts"),
        (LENS.replace('["clock"]', '"clock"'), "line 4: looks_at must be a list of texts"),
        (LENS.replace('"dates"', "7"), "line 3: purpose must be a text"),
        (LENS.replace('"dates"', '"' + "x" * 301 + '"'), "line 3: purpose must be a text of 1 to 300"),
        (LENS + "colour = 'red'\n", "line 6: unknown key 'colour'; known are name, purpose"),
        (LENS.replace("Calendar", "<b>"), "line 2: '<b>' is no name"),
        (LENS.replace("Calendar", "7 days"), "line 2: '7 days' is no name"),
        (LENS.replace("Calendar", "chair"), "line 2: the name 'chair' is one that the room has already"),
        (LENS.replace("Calendar", "Wire"), "line 2: the name 'Wire' is one that the room has already"),
        (LENS + LENS.replace("Calendar", "calendar"), "line 7: the name 'calendar' stands twice in this file"),
        (LENS * 41, "holds 41 lenses; 40 are the most"),
    ],
)
def test_mistakes_are_named_with_file_line_and_reason(tmp_path, text, reason):
    path = write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        user_lenses(path)
    assert reason in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SettingsError, match=r"absent\.toml"):
        user_lenses(tmp_path / "absent.toml")


def test_every_kind_is_looked_at_by_one_lens_that_ships():
    kinds = [kind for lens in builtin_lenses() for kind in lens.looks_at]
    assert len(set(kinds)) == len(kinds)


@pytest.mark.parametrize("builtin", [lens for lens in builtin_lenses() if lens.name != "Chair"], ids=lambda x: x.name)
def test_a_lens_over_the_kinds_of_a_built_in_one_speaks(builtin):
    """Whatever a lens that ships looks at and speaks of in this story, a user's lens over the same is heard too."""
    own = Lens("Second look", "the same", builtin.looks_at, builtin.acts)
    alone = [turn.lens for turn in discuss(made.RECORD, made.FINDINGS, builtin_lenses()).turns]
    together = [turn.lens for turn in discuss(made.RECORD, made.FINDINGS, (*builtin_lenses(), own)).turns]
    assert builtin.name in alone
    assert "Second look" in together
    assert together[-1] == "Chair"
    assert together.count("Second look") - together.count(builtin.name) in {-2, -1, 0, 1, 2}, "they take turns"


def test_a_lens_that_may_not_do_it_leaves_it_to_others():
    mute = Lens("Mute", "asks only", ("clock", "interest"), (Act.ASK,))
    turns = discuss(made.RECORD, made.FINDINGS, (*builtin_lenses(), mute)).turns
    assert "Mute" not in {turn.lens for turn in turns}
    assert {"Clocks", "Interests"} <= {turn.lens for turn in turns}
