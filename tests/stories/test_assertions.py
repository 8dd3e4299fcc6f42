import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.core.claims import Manner, Modality, SpeakerKind
from cuibono.core.news import Echo, EchoKind, Origin, Outlet, OutletKind, Story
from cuibono.core.text import Block, Document, Kind, Role
from cuibono.stories.assertions import assertions


def run(*documents, origins=(), kinds=None):
    outlets = {d.id: Outlet(d.outlet, (kinds or {}).get(d.outlet, OutletKind.NEWSPAPER)) for d in documents}
    return assertions(Story("s1", "A story", tuple(documents)), outlets, tuple(origins))


@pytest.fixture
def said(article):
    """Assertions of one article as (speaker, words)."""
    return lambda text: [(a.speaker.name, a.span.quote) for a in run(article(text, outlet="Daily Bee"))]


def test_attributed_and_own_words_are_parted(said):
    assert said("The river rose on Monday. The dam is safe, the mayor said.") == [
        ("Daily Bee", "The river rose on Monday."),
        ("mayor", "The dam is safe"),
    ]


def test_a_clause_beside_an_attribution_is_the_outlets_own(said):
    found = said("The river rose by two metres on Monday, but Jane Roe said the dam is safe.")
    assert ("Daily Bee", "The river rose by two metres on Monday") in found
    assert ("Jane Roe", "the dam is safe") in found


def test_each_sentence_of_a_quotation_is_an_assertion(said):
    found = said('"The dam is safe. The river is falling," Jane Roe said. "Nobody was hurt here."')
    assert found == [
        ("Jane Roe", "The dam is safe."),
        ("Jane Roe", "The river is falling"),
        ("Jane Roe", "Nobody was hurt here."),
    ]


def test_an_insertion_parts_no_assertion(said):
    assert said("The dam, the mayor said, is safe and will hold.")[0] == (
        "mayor",
        "The dam, the mayor said, is safe and will hold",
    )


def test_words_in_quotation_marks_are_never_the_outlets_own(said):
    found = said('The crowd was loud.\n\n"We were never told about any of this."\n\nThe dam held.')
    assert ("somebody quoted", "We were never told about any of this.") in found


def test_a_quotation_whose_end_is_lost_is_not_the_outlets_own(said):
    found = said('The crowd was loud. "We were never told about this. The dam held.')
    assert ("somebody quoted", "We were never told about this.") in found


def test_evidence_without_an_owner_is_no_speaker(said):
    assert said("The evidence shows that the dam is safe.") == [
        ("Daily Bee", "The evidence shows that the dam is safe.")
    ]


def test_silence_is_no_statement(said):
    assert said("The firm declined to comment on the dam.") == [
        ("Daily Bee", "The firm declined to comment on the dam.")
    ]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The dam broke on Monday.", Modality.ASSERTED),
        ("Jane Roe denied that the dam broke.", Modality.DENIED),
        ("Jane Roe alleged that the dam broke.", Modality.ALLEGED),
        ("The dam may have been damaged.", Modality.HEDGED),
        ("The dam will break in May.", Modality.FORECAST),
        ("Guidance is expected to come in April.", Modality.FORECAST),
        ("Jane Roe predicted that dams break.", Modality.FORECAST),
        ("Jane Roe thinks the dam is a mess.", Modality.OPINION),
        ("The city should rebuild the dam.", Modality.OPINION),
        ("Did the dam break on Monday?", Modality.QUESTION),
    ],
)
def test_modality(article, text, modality):
    found = run(article(text, outlet="Daily Bee"))
    assert [a.modality for a in found] == [modality]


def test_marks_of_the_content_are_filled_in(article):
    text = "Jane Roe said that nine dams of Orrin Labs may not hold after 3 May 2026."
    (found,) = run(article(text, outlet="Daily Bee", published="2026-04-01"))
    assert found.manner is Manner.INDIRECT
    assert (found.source.quote, found.cue.quote) == ("Jane Roe", "said")
    assert [s.quote for s in found.hedges] == ["may"]
    assert [s.quote for s in found.negations] == ["not"]
    assert [s.quote for s in found.names] == ["Orrin Labs"]
    assert found.quantities[0].low == 9
    assert [t.value for t in found.times] == ["2026-05-03"]


def test_headlines_are_marked_and_boilerplate_and_captions_are_left_out():
    title, body, sign = "Dam breaks near Bern", "The dam broke at night.", "Follow us on Twitter for all the news."
    caption = "A dam near Bern in May."
    pieces, blocks, at = [title, body, caption, sign], [], 0
    for piece, role in zip(pieces, (Role.TITLE, Role.PARAGRAPH, Role.CAPTION, Role.PARAGRAPH), strict=True):
        blocks.append(Block(at, at + len(piece), role))
        at += len(piece) + 2
    doc = Document("d1", "c", Kind.ARTICLE, "\n\n".join(pieces), outlet="Daily Bee", blocks=tuple(blocks))
    assert [(a.span.quote, a.headline) for a in run(doc)] == [(title, True), (body, False)]


def test_a_writer_of_a_turn_speaks_and_quotes():
    text = "the dam is fine. Halden Labs said the dam broke."
    doc = Document("d1", "c", Kind.THREAD, text, blocks=(Block(0, len(text), Role.TURN, by="zara"),))
    assert [(a.speaker.name, a.span.quote) for a in run(doc)] == [
        ("zara", "the dam is fine."),
        ("Halden Labs", "the dam broke"),
    ]


def test_a_named_speaker_is_the_origin_wherever_quoted(article):
    one = article("The dam is safe, Jane Roe said.", outlet="Daily Bee")
    other = article("Jane Roe said the dam is safe.", outlet="Evening Fly")
    assert len({a.origin for a in run(one, other)}) == 1


def test_unnamed_speakers_and_own_words_have_their_documents_origin(article):
    one = article("Officials said the dam is safe. The river fell.", outlet="Daily Bee")
    two = article("Officials said the dam is safe. The river fell!", outlet="Evening Fly")
    origin = Origin(
        f"o:{one.id}",
        "Daily Bee",
        one.id,
        (Echo(one.id, None, EchoKind.ROOT, 1.0), Echo(two.id, one.id, EchoKind.REPRINT, 0.9)),
    )
    assert {a.origin for a in run(one, two, origins=[origin])} == {origin.id}
    assert {a.origin for a in run(one, two)} == {f"o:{one.id}", f"o:{two.id}"}


def test_a_speakers_own_document_is_the_origin(article):
    release = article("Halden Labs has lost nine models.", outlet="Halden Labs")
    press = article(
        "Halden Labs said it has lost nine models. Jane Roe, a chemist at Halden Labs, said it is true.",
        outlet="Daily Bee",
    )
    found = run(release, press, kinds={"Halden Labs": OutletKind.VENDOR})
    assert {a.origin for a in found} == {f"o:{release.id}"}


def test_order_of_documents_changes_no_assertion(article):
    one = article("Jane Roe said the dam is safe. Roe met the mayor.", outlet="Daily Bee")
    two = article("Roe said the dam is not safe. She left.", outlet="Evening Fly")
    assert set(run(one, two)) == set(run(two, one))


def test_ids_are_unique_and_stable(article):
    doc = article("The dam is safe, Jane Roe said. The dam is safe, Lee said. It held.", outlet="Daily Bee")
    found = run(doc)
    assert len({a.id for a in found}) == len(found)
    assert found == run(doc)


@given(
    st.lists(
        st.sampled_from(
            ["Roe", "said", "that", "the dam", '"', ",", ".", "“", "”", "is safe", "\n\n", "He", "according to", "?"]
        ),
        max_size=40,
    )
)
def test_every_assertion_lies_in_its_sentence_and_no_two_of_one_speaker_overlap(pieces):
    text = " ".join(pieces)
    if not text.strip():
        return
    doc = Document("d1", "c", Kind.TEXT, text, outlet="Daily Bee")
    found = run(doc)
    for a in found:
        assert a.sentence.holds(a.span)
        assert doc.text[a.span.start : a.span.end] == a.span.quote
        assert a.speaker.kind in SpeakerKind
