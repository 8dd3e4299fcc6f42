"""Edited paragraphs as they read: every word put in or taken out, none twice, the rest shortened."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cuibono.core.news import Change, Version
from cuibono.export.edits import Piece, edits
from cuibono.stories.versions import changes
from tests.export.desk import document as made

WORDS = "the haulier said that eleven servers were hit by code of a state group on Monday".split()


def between(before, after):
    earlier, later = (made(text.split("\n\n"), name=name) for name, text in (("a", before), ("b", after)))
    version = Version(earlier.id, later.id, changes(earlier, later))
    return version, edits(version, {each.id: each for each in (earlier, later)})


def spoken(edit):
    return "".join(f"[-{p.text}-]" if p.gone else f"[+{p.text}+]" if p.span else p.text for p in edit.pieces)


def test_a_replaced_word_stands_where_it_stood():
    _, (edit,) = between("Title\n\nThe group hit eleven firms.", "Title\n\nThe group hit nine firms.")
    assert spoken(edit) == "The group hit [-eleven-][+nine+] firms."
    assert edit.kind == "changed"


def test_what_was_only_taken_out_stands_in_the_earlier_text():
    _, (edit,) = between("T\n\nOne stays. Two goes away. Three stays.", "T\n\nOne stays. Three stays.")
    assert spoken(edit) == "One stays. [-Two goes away.-] Three stays."


def test_a_sentence_taken_out_splits_no_paragraph():
    start = "T\n\nThe council said that"
    _, found = between(
        f"{start} 40 houses were lost in the flood. The dam had been inspected in May. "
        "The bridge will open on Monday again.",
        f"{start} 44 houses were lost in the flood. The bridge will open on Friday again.",
    )
    (edit,) = found
    assert spoken(edit) == (
        "The council said that [-40-][+44+] houses were lost in the flood. "
        "[-The dam had been inspected in May.-] The bridge will open on [-Monday-][+Friday+] again."
    )


def test_words_taken_out_and_words_put_in_share_their_paragraph():
    _, (edit,) = between("T\n\nThe big dam failed. It rained there.", "T\n\nThe dam failed. It rained hard there.")
    assert spoken(edit) == "The [-big-] dam failed. It rained [+hard+] there."


def test_a_sentence_taken_out_at_either_end_stays_with_its_paragraph():
    _, (edit,) = between(
        "T\n\nGone is the first one. We saw eleven boats. Nobody was hurt at all.", "T\n\nWe saw nine boats."
    )
    assert spoken(edit) == "[-Gone is the first one.-] We saw [-eleven-][+nine+] boats. [-Nobody was hurt at all.-]"


def test_a_paragraph_taken_out_whole_stands_by_itself():
    _, found = between("T\n\nOne boat stays.\n\nAll else goes.", "T\n\nOne ship stays.")
    assert [(edit.kind, spoken(edit)) for edit in found] == [
        ("changed", "One [-boat-][+ship+] stays."),
        ("taken out", "[-All else goes.-]"),
    ]


def test_a_new_paragraph_is_said_to_be_added():
    _, found = between("T\n\nOne stays here.", "T\n\nOne stays here.\n\nA correction was made today.")
    assert [(edit.kind, spoken(edit)) for edit in found] == [("added", "[+A correction was made today.+]")]


def test_long_text_without_changes_is_cut_at_words():
    still = " ".join(["unchanged"] * 60)
    _, (edit,) = between(f"T\n\n{still} eleven {still}", f"T\n\n{still} nine {still}")
    first, *_, last = edit.pieces
    assert first.text.startswith(" … unchanged")
    assert last.text.endswith("unchanged … ")
    assert len(spoken(edit)) < 300


@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=40), st.lists(st.sampled_from(WORDS), max_size=40))
def test_every_change_is_shown_once(before, after):
    version, found = between("T\n\n" + " ".join(before) + ".", "T\n\n" + " ".join([*before[:2], *after]) + ".")
    shown = [piece.span for edit in found for piece in edit.pieces if piece.span]
    wanted = [span for change in version.changes for span in (change.before, change.after) if span]
    assert sorted(map(str, shown)) == sorted(map(str, wanted))
    assert all(piece.span is None or piece.text == piece.span.quote for edit in found for piece in edit.pieces)


def test_a_change_without_a_paragraph_is_shown_by_itself():
    bare = replace(made(["No paragraphs at all"], name="a"), blocks=())
    span = bare.find("paragraphs")
    (edit,) = edits(Version(bare.id, bare.id, (Change(span, None),)), {bare.id: bare})
    assert Piece("paragraphs", span, gone=True) in edit.pieces
