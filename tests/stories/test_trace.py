"""Independence is shown, not assumed: whose words a claim's assertions go back to."""

from cuibono.core.claims import Assertion, Manner, Modality, Provenance, Speaker, SpeakerKind
from cuibono.core.news import Outlet, OutletKind, Story
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
    desk.add("Nine checkpoints were copied.", 11)
    desk.add("Nine checkpoints were copied.", 10)  # the same day: independence would have to be shown
    assert desk.traced() == ["o:s-firm"] * 3


def test_who_had_it_before_the_source_keeps_its_origin():
    desk = Desk()
    desk.add("Nine checkpoints were copied.", 9)
    desk.add("Nine checkpoints were copied.", 10, FIRM, Manner.INDIRECT)
    assert desk.traced() == ["o:d0", "o:s-firm"]


def test_a_report_is_not_somebody_but_officials_are():
    desk = Desk()
    desk.add("Nine checkpoints were copied.", 10, FIRM, Manner.INDIRECT)
    desk.add("Nine checkpoints were copied.", 11, IT, Manner.INDIRECT)
    desk.add("Nine checkpoints were copied.", 11, OFFICIALS, Manner.INDIRECT)
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
    desk.add("Nine checkpoints were copied.", 12, kind=OutletKind.GOVERNMENT)
    desk.add("Nine checkpoints were copied.", 12)
    assert desk.traced() == ["o:s-firm", "o:p", "o:d2", "o:s-firm"]


def test_where_nobody_is_named_every_document_keeps_its_own():
    desk = Desk()
    desk.add("A bridge fell at Moor.", 10)
    desk.add("A bridge fell at Moor.", 11)
    assert desk.traced() == ["o:d0", "o:d1"]
