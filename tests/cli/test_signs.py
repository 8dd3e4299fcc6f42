"""Every state that a cell can have has a sign of its own on the terminal."""

from cuibono.cli.terminal import SIGNS
from cuibono.core.findings import Silence
from cuibono.core.reading import Says


def test_every_state_has_a_sign_of_its_own():
    assert set(SIGNS) == {*Says, *Silence}
    assert len({sign for sign, _style in SIGNS.values()}) == len(SIGNS)
