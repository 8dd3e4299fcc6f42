import pytest

from cuibono.core.findings import Aspect, RelationKind, Scope
from cuibono.findings.framing import Framings
from cuibono.findings.owned import owned_figures
from cuibono.findings.relations import Relations
from tests.findings.press import article, record

HEAD = "Tainted grain\n\n"
FIGURE = "1,310 grain stores hold tainted seed"
GIVEN = [
    article("Alpha Post", f"{HEAD}Orrin Labs said {FIGURE}.", "2026-03-03"),
    article("Beta News", f"{HEAD}{FIGURE.capitalize()}, Orrin Labs said on Tuesday.", "2026-03-03"),
    article("Gamma Times", f"{HEAD}{FIGURE.capitalize()} after a wet summer, Orrin Labs warned.", "2026-03-04"),
]


def dropped(*articles):
    found = Framings().examine(record(*articles))
    return [f for f in found if getattr(f, "aspect", None) is Aspect.SOURCE_DROPPED]


def scopes(*articles):
    found = Relations().examine(record(*articles))
    return [r for r in found if r.kind is RelationKind.SCOPE and r.reason == "another body measured something else"]


def test_a_figure_that_all_others_give_as_one_bodys_lost_its_source():
    bare = article("Delta Mail", f"{HEAD}A plague has spoilt 1,310 farms in a single night.", "2026-03-04")
    (framing,) = dropped(*GIVEN, bare)
    assert framing.document == bare.id
    assert "Orrin Labs" in framing.reason


@pytest.mark.parametrize(
    "text",
    [
        "A plague, says Orrin Labs, is abroad. It has spoilt 1,310 farms.",  # named beside it
        "A plague has spoilt 1,340 farms in a single night.",  # another figure
    ],
)
def test_a_named_source_and_another_figure_are_no_loss(text):
    assert dropped(*GIVEN, article("Delta Mail", HEAD + text, "2026-03-04")) == []


def test_what_two_houses_give_by_themselves_is_common_knowledge():
    bare = [
        article(name, f"{HEAD}A plague has spoilt 1,310 {what} in one night.", "2026-03-04")
        for name, what in (("Delta Mail", "farms"), ("Epsilon Star", "barns"))
    ]
    assert dropped(*GIVEN, *bare) == []


def test_what_another_body_measured_stands_beside_it():
    other = article(
        "Delta Mail",
        f"{HEAD}The Brenn Institute said that it had recorded 61 spoilt harvests in its tests.",
        "2026-03-05",
    )
    (found,) = scopes(*GIVEN, other)
    assert found.scope is Scope.MEASURE
    assert [w.quote for w in found.words] == ["1,310 grain stores", "61 spoilt harvests"]


def test_its_own_other_counts_and_what_nobody_measured_do_not():
    own = article(
        "Delta Mail", f"{HEAD}Orrin Labs said that it had recorded 61 spoilt harvests in its tests.", "2026-03-05"
    )
    told = article(
        "Epsilon Star", f"{HEAD}The Brenn Institute said that it had hired 61 clerks in spring.", "2026-03-05"
    )
    assert scopes(*GIVEN, own, told) == []


def test_one_share_in_two_spellings_is_one_figure():
    shares = [
        article(name, f"{HEAD}Orrin Labs said {share} of grain stores hold tainted seed.", "2026-03-03")
        for name, share in (("Alpha Post", "54%"), ("Beta News", "54.0 percent"), ("Gamma Times", "54 per cent"))
    ]
    (owned,) = owned_figures(record(*shares))
    assert len(owned.houses) == 3


def test_an_upper_bound_is_no_figure_of_all_upper_bounds():
    shares = [
        article(name, f"{HEAD}Orrin Labs said up to {share} percent of grain stores hold tainted seed.", "2026-03-03")
        for name, share in (("Alpha Post", 40), ("Beta News", 50), ("Gamma Times", 60))
    ]
    assert owned_figures(record(*shares)) == ()
