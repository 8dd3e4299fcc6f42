"""Independence is shown, not assumed: whose words a claim's assertions go back to."""

from dataclasses import replace

from cuibono.core.claims import Assertion, Manner, Modality, Provenance, Speaker, SpeakerKind
from cuibono.core.news import Outlet, OutletKind, Story, Version
from cuibono.core.text import Document, Kind
from cuibono.core.times import parse_stamp
from cuibono.stories.trace import METHOD, trace

FIRM = Speaker("s-firm", "Orrin Cloud", SpeakerKind.BODY)
IT = Speaker("u-it", "the report", SpeakerKind.UNNAMED)
OFFICIALS = Speaker("u-off", "two officials", SpeakerKind.UNNAMED)


class Desk:
    """Builds a story of one-sentence documents that make one claim."""

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.said: list[Assertion] = []
        self.outlets: dict[str, Outlet] = {}

    def add(self, text, day, speaker=None, manner=Manner.OWN, kind=OutletKind.NEWSPAPER) -> str:
        name = f"d{len(self.documents)}"
        document = Document(
            id=name, capture="c", kind=Kind.ARTICLE, text=text, published=parse_stamp(f"2026-03-{day:02}")
        )
        span = document.span(0, len(text))
        speaker = speaker or Speaker(f"o-{name}", f"Paper {name}", SpeakerKind.OUTLET)
        origin = f"o:{speaker.id}" if speaker.kind in {"person", "body"} else f"o:{name}"
        assertion = Assertion(
            f"a-{name}", name, span, span, speaker, manner, Modality.ASSERTED, Provenance(METHOD), origin
        )
        self.documents.append(document)
        self.said.append(assertion)
        self.outlets[name] = Outlet(f"Paper {name}", kind)
        return assertion.id

    def traced(self) -> list[str]:
        story = Story("s", "t", tuple(self.documents))
        done = trace(story, self.outlets, self.said, [[a.id for a in self.said]])
        assert [a.id for a in done] == [a.id for a in self.said]
        return [a.origin for a in done]


def test_a_figure_repeated_in_a_paper_s_own_voice_goes_back_to_who_gave_it():
    desk = Desk()
    desk.add("Nine checkpoints were copied.", 10, FIRM, Manner.INDIRECT)
    desk.add("Somebody copied nine checkpoints.", 11)
    desk.add("Copies of nine checkpoints exist.", 10)  # the same day: independence would have to be shown
    assert desk.traced() == ["o:s-firm"] * 3


def test_who_had_it_before_the_source_keeps_its_origin():
    desk = Desk()
    desk.add("Nine checkpoints were copied.", 9)
    desk.add("Somebody copied nine checkpoints.", 10, FIRM, Manner.INDIRECT)
    assert desk.traced() == ["o:d0", "o:s-firm"]


def test_a_report_is_not_somebody_but_officials_are():
    desk = Desk()
    desk.add("Nine checkpoints were copied.", 10, FIRM, Manner.INDIRECT)
    desk.add("Somebody copied nine checkpoints.", 11, IT, Manner.INDIRECT)
    desk.add("Copies of nine checkpoints exist.", 11, OFFICIALS, Manner.INDIRECT)
    assert desk.traced() == ["o:s-firm", "o:s-firm", "o:d2"]


def test_the_same_words_quoted_of_nobody_go_back_to_whom_they_are_quoted_of():
    words = "We found nine copies of our checkpoints on one mirror"
    desk = Desk()
    desk.add(words, 10, FIRM, Manner.DIRECT)
    desk.add(words, 11, OFFICIALS, Manner.DIRECT)
    assert desk.traced() == ["o:s-firm", "o:s-firm"]


def test_first_hand_accounts_and_primary_documents_are_sources():
    desk = Desk()
    desk.add("Nine checkpoints were copied.", 10, FIRM, Manner.INDIRECT)
    desk.add("We found nine copied checkpoints.", 11, Speaker("p", "tarn_dev", SpeakerKind.PERSON))
    desk.add("Somebody copied nine checkpoints.", 12, kind=OutletKind.GOVERNMENT)
    desk.add("Copies of nine checkpoints exist.", 12)
    assert desk.traced() == ["o:s-firm", "o:p", "o:d2", "o:s-firm"]


def test_where_nobody_is_named_every_document_keeps_its_own():
    desk = Desk()
    desk.add("A bridge fell at Moor.", 10)
    desk.add("At Moor a bridge has come down.", 11)
    assert desk.traced() == ["o:d0", "o:d1"]


def test_an_edited_version_has_not_said_its_new_words_at_its_first_publication():
    desk = Desk()
    desk.add("Nine.", 9)
    desk.add("Nine checkpoints were copied.", 9)
    desk.add("Somebody copied nine checkpoints.", 10, FIRM, Manner.INDIRECT)
    first, second, _ = desk.documents
    desk.documents[1] = replace(second, modified=parse_stamp("2026-03-11"))
    edited = Story("s", "t", tuple(desk.documents), (Version(first.id, second.id, ()),))
    later = trace(edited, desk.outlets, desk.said, [[desk.said[1].id, desk.said[2].id]])
    assert later[1].origin == "o:s-firm"
    assert desk.traced()[1] == "o:d1"


def test_one_utterance_in_three_papers_is_one_origin():
    words = "the largest collective expulsion of intelligence officers in history"
    desk = Desk()
    desk.add(f"It was “{words}”.", 10)
    desk.add(f"Others spoke of “{words}”.", 11)
    desk.add(words, 11, OFFICIALS, Manner.DIRECT)
    assert len(set(desk.traced())) == 1


def test_named_speakers_who_use_the_same_words_stay_apart():
    words = "we found nine copies of our checkpoints on one mirror"
    desk = Desk()
    desk.add(words, 10, FIRM, Manner.DIRECT)
    desk.add(words, 11, Speaker("s-other", "Halden Labs", SpeakerKind.BODY), Manner.DIRECT)
    assert desk.traced() == ["o:s-firm", "o:s-other"]


def test_unnamed_people_are_one_origin_or_that_of_whom_they_told():
    wire = Speaker("o-wire", "Moor Wire", SpeakerKind.OUTLET)
    desk = Desk()
    desk.add("A bridge fell at Moor.", 10, OFFICIALS, Manner.INDIRECT)
    desk.add("The bridge at Moor has fallen.", 11, replace(OFFICIALS, id="u-two"), Manner.INDIRECT)
    desk.add("At Moor the bridge fell.", 11, replace(OFFICIALS, id="u-three"), Manner.INDIRECT)
    desk.said[2] = replace(desk.said[2], via=(wire,))
    assert desk.traced() == ["o:d0", "o:d0", "o:o-wire"]


def test_wire_copy_in_two_papers_own_voice_is_one_origin():
    desk = Desk()
    desk.add("He had lived with him and his wife from August 2012 until May.", 10)
    desk.add("Alexis had lived with him and his wife from August 2012, the paper found.", 11)
    desk.add("He moved out in spring.", 11)
    assert desk.traced() == ["o:d0", "o:d0", "o:d2"]


def test_we_in_a_paper_s_own_text_is_no_account_of_its_own():
    words = "Thanks for restoring my posts."
    desk = Desk()
    desk.add(words, 10, FIRM, Manner.DIRECT)
    desk.add(words, 11)
    assert desk.traced() == ["o:s-firm", "o:s-firm"]
