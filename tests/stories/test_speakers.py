import pytest

from cuibono.core.claims import SpeakerKind
from cuibono.core.news import Outlet, OutletKind, Story
from cuibono.core.text import Block, Document, Kind, Role
from cuibono.language.attribution import attributions
from cuibono.stories.speakers import Cast


def story(*documents):
    return Story("s1", "A story", tuple(documents))


def outlets(*documents):
    return {d.id: Outlet(d.outlet or "Daily Bee", OutletKind.NEWSPAPER) for d in documents}


@pytest.fixture
def speakers(article):
    """The speakers of one article's attributions, as (name, kind) pairs or None."""

    def of(text, *others):
        documents = [article(text, outlet="Daily Bee"), *(article(t, outlet="Evening Fly") for t in others)]
        cast = Cast(story(*documents), outlets(*documents))
        first = documents[0]
        return [v.speaker if v else None for v in cast.voices(first, attributions(first))]

    return of


def named(found):
    return [(s.name, s.kind.value) if s else None for s in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jane Roe said it rained. Roe said it poured.", [("Jane Roe", "person")] * 2),
        ("Jane Roe said it rained. She added that it poured.", [("Jane Roe", "person")] * 2),
        ("Ms. Roe said it rained. Later Jane Roe said it poured.", [("Jane Roe", "person")] * 2),
        ("Halden Labs said models were taken. Halden said it knew why.", [("Halden Labs", "body")] * 2),
        ("The Ministry of Trade said rules come. The ministry said they help.", [("Ministry of Trade", "body")] * 2),
        ("Orrin Labs said models were taken. It said that police knew.", [("Orrin Labs", "body")] * 2),
        ("Ronald C. Marsh Jr. said it rained. Marsh said it poured.", [("Ronald C. Marsh Jr", "person")] * 2),
    ],
)
def test_mentions_of_one_speaker_come_together(speakers, text, expected):
    found = speakers(text)
    assert named(found) == expected
    assert len({s.id for s in found}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Jane Roe said it rained. John Roe said it was dry.",
        "Jane Roe said it rained. Officials said it was dry.",
        "Orrin Labs said it rained. Halden Labs said it was dry.",
    ],
)
def test_different_speakers_stay_apart(speakers, text):
    assert len({s.id for s in speakers(text)}) == 2


def test_a_surname_that_two_persons_share_is_nobody_of_them(speakers):
    jane, john, roe = speakers("Jane Roe said it rained. John Roe said it was dry. Roe said that is all.")
    assert roe.id not in {jane.id, john.id}


def test_a_father_and_his_son_stay_apart(speakers):
    found = speakers("John Marsh said it rained. John Marsh Jr. said it was dry. John Marsh said that is all.")
    assert found[0].id == found[2].id != found[1].id


def test_a_shared_surname_means_who_has_its_title(speakers):
    found = speakers("President John Roe and Jane Roe met. President Roe said it rained. Roe said it poured.")
    assert named(found) == [("John Roe", "person")] * 2


def test_she_is_not_he(speakers):
    jane, john, she = speakers("Jane Roe said it rained. John Marsh said it was dry. She said that is all.")
    assert she.id == jane.id
    assert john.name == "John Marsh"


def test_a_pronoun_that_may_mean_two_stays_unnamed(speakers):
    found = speakers("The court heard John Marsh and Peter Lee on Monday. It rained. He said that is all.")
    assert found[-1].kind is SpeakerKind.UNNAMED


def test_who_is_named_in_a_quotation_is_not_its_speaker(speakers):
    found = speakers('Jane Roe said it rained. John Marsh said little. "As Peter Lee says, it is over," he added.')
    assert found[-1].name == "John Marsh"


def test_the_relative_pronoun_means_the_name_before_it(speakers):
    (found,) = speakers("The police met Jane Roe, who said that it rained.")
    assert found.name == "Jane Roe"


@pytest.mark.parametrize(
    ("text", "name", "role", "affiliation"),
    [
        (
            "Jane Roe, chief scientist at Orrin Labs, said it rained.",
            "Jane Roe",
            "chief scientist at Orrin Labs",
            "Orrin Labs",
        ),
        ("Orrin Labs founder Jane Roe said it rained.", "Jane Roe", "Orrin Labs founder", "Orrin Labs"),
        ("Rep. Mary Lee of Ohio said it rained.", "Mary Lee", "Rep.", "Ohio"),
        ("The company's chief scientist, Jane Roe, said it rained.", "Jane Roe", "", None),
    ],
)
def test_roles_and_affiliations(speakers, text, name, role, affiliation):
    (found,) = speakers(text)
    assert found.name == name
    if affiliation is not None:
        assert (found.role, found.affiliation) == (role, affiliation)


@pytest.mark.parametrize(
    "text",
    [
        "A spokesman for Orrin Labs said it rained.",
        "An Orrin Labs spokeswoman said it rained.",
        "Orrin Labs' report said it rained.",
        "It rained, according to a statement from Orrin Labs.",
    ],
)
def test_who_speaks_for_a_body_is_its_voice(speakers, text):
    (found,) = speakers(text)
    assert (found.name, found.kind) == ("Orrin Labs", SpeakerKind.BODY)


@pytest.mark.parametrize(
    "source",
    [
        "Officials",
        "Two people familiar with the matter",
        "Officials at Orrin Labs",
        "A relative of Jane Roe",
        "Some experts",
        "Republicans",
    ],
)
def test_sources_without_a_name_stay_unnamed(speakers, source):
    (found,) = speakers(f"{source} said it rained.")
    assert found.kind is SpeakerKind.UNNAMED


def test_unnamed_sources_of_two_documents_are_not_the_same(article):
    one, other = article("Officials said it rained.", outlet="A"), article("Officials said it rained.", outlet="B")
    cast = Cast(story(one, other), outlets(one, other))
    ids = {cast.voices(d, attributions(d))[0].speaker.id for d in (one, other)}
    assert len(ids) == 2


def test_a_person_is_the_same_in_all_documents(article):
    one, other = article("Jane Roe said it rained."), article("It poured, Roe said.")
    cast = Cast(story(one, other), outlets(one, other))
    ids = {cast.voices(d, attributions(d))[0].speaker.id for d in (one, other)}
    assert len(ids) == 1


def test_an_acronym_means_what_it_was_spelled_out_as(speakers):
    found = speakers(
        "The Bureau of Weather Safety (BWS) met. The BWS said it rained. The Bureau of Weather Safety said so."
    )
    assert len({s.id for s in found}) == 1


def test_a_well_known_acronym_means_its_body(speakers):
    found = speakers("The FBI said it rained. The Federal Bureau of Investigation said it poured.")
    assert len({s.id for s in found}) == 1


def test_the_first_person_is_the_writer(speakers):
    assert speakers("I think it rained.") == [None]


def test_an_agency_that_quotes_somebody_is_in_the_relay_chain(article):
    doc = article("The agency quoted Jane Roe as saying the deal was dead.", outlet="Daily Bee")
    cast = Cast(story(doc), outlets(doc))
    (voice,) = cast.voices(doc, attributions(doc))
    assert voice.speaker.name == "Jane Roe"
    assert [v.name for v in voice.via] == ["agency"]


def test_own_words_belong_to_the_outlet(article):
    doc = article("It rained.", outlet="Daily Bee")
    own = Cast(story(doc), outlets(doc)).own(doc)
    assert (own.name, own.kind) == ("Daily Bee", SpeakerKind.OUTLET)


def test_own_words_of_an_opinion_piece_belong_to_its_author(article):
    doc = article("It rained.", outlet="Daily Bee", authors=["Jane Roe"], url="https://bee.example/opinion/rain")
    own = Cast(story(doc), outlets(doc)).own(doc)
    assert (own.name, own.kind, own.affiliation) == ("Jane Roe", SpeakerKind.PERSON, "Daily Bee")


def test_a_firm_is_one_speaker_in_its_release_and_in_the_press(article):
    release = article("Halden Labs took the models back.", outlet="Halden Labs")
    press = article("Halden Labs said it took them back.", outlet="Daily Bee")
    kinds = {release.id: Outlet("Halden Labs", OutletKind.VENDOR), press.id: Outlet("Daily Bee", OutletKind.NEWSPAPER)}
    cast = Cast(story(release, press), kinds)
    assert cast.own(release).id == cast.voices(press, attributions(press))[0].speaker.id


def thread(*turns):
    blocks, at = [], 0
    for by, text in turns:
        blocks.append(Block(at, at + len(text), Role.TURN, by=by))
        at += len(text) + 2
    whole = "\n\n".join(text for _, text in turns)
    return Document(id="d9", capture="c", kind=Kind.THREAD, text=whole, blocks=tuple(blocks))


def test_turns_belong_to_their_writers():
    doc = thread(("zara", "it rained."), (None, "no it did not."), ("", "yes it did."), ("zara", "told you."))
    cast = Cast(story(doc), {doc.id: Outlet("Forum", OutletKind.COMMUNITY)})
    who = [cast.own(doc, block) for block in doc.blocks]
    assert [w.name for w in who] == ["zara", "voice 2", "voice 3", "zara"]
    assert [w.kind for w in who[:2]] == [SpeakerKind.PERSON, SpeakerKind.UNNAMED]
    assert who[0].id == who[3].id
    assert len({w.id for w in who}) == 3


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Orrin Labs published a report on Monday. The report said models were taken.", "Orrin Labs"),
        ("Orrin Labs' annual report is out. Models were taken, the report's sixth chapter said.", "Orrin Labs"),
        ("Models were taken, Orrin Labs said in a report published on Monday. The report is long. It said more.", None),
        (
            "Halden Freight, one of the biggest hauliers, fell. The haulier said that one server was entered.",
            "Halden Freight",
        ),
        ('Jane Roe goes further. "It is a brochure," said the research director of Orrin.', "Jane Roe"),
        ("Halden rejected the report. Its embassy in Rome said that it was wrong.", "Halden embassy in Rome"),
        ("On Monday the Justice Department said it would appeal.", "Justice Department"),
        ("One manager who holds no shares noted that it rained. She said that it poured.", "One manager"),
        ("Senator Mark Marsh of Virginia, who leads the panel, said the plan was dead.", "Mark Marsh"),
        ("Former President Jane Roe met President John Marsh. The president said that it rained.", "John Marsh"),
        (
            "Senator Jane Roe spoke.\n\nIt was late.\n\nDark.\n\nSenator John Marsh came.\n\nThe senator said so.",
            "John Marsh",
        ),
        ("Halden Airways lost a plane. Nobody saw it. The carrier said that it was late.", "Halden Airways"),
        (
            "The Harlow Bureau of Roads and the Senate met. Orrin Labs came. The company said that it rained.",
            "Orrin Labs",
        ),
    ],
)
def test_who_a_description_means(speakers, text, speaker):
    found = [s for s in speakers(text) if s is not None]
    assert (found[-1].name == speaker) if speaker else all(s.name == "Orrin Labs" for s in found)


@pytest.mark.parametrize(
    "text",
    [
        "Senator Jane Roe met Senator John Marsh. The senator said that it rained.",
        "Orrin Labs sued Halden Motors on Monday. The company said that it rained.",
        "The Weather Bureau came to the Senate. The company said that it rained.",
    ],
)
def test_a_description_that_fits_two_or_nobody_stays_unnamed(speakers, text):
    assert speakers(text)[-1].kind is SpeakerKind.UNNAMED


def test_an_office_is_known_from_the_rest_of_the_story(speakers):
    found = speakers("Jane Roe came to Harlow. The president said that it rained.", "President Jane Roe is ill.")
    assert found[-1].name == "Jane Roe"


def test_a_report_with_two_possible_authors_stays_unnamed(speakers):
    found = speakers(
        "Orrin Labs published a report on Monday. Halden Labs published a report on Friday. The report said it rained."
    )
    assert found[-1].kind is SpeakerKind.UNNAMED


def test_two_hauliers_leave_the_haulier_unnamed(speakers):
    found = speakers(
        "Halden Freight, a haulier, fell. Orrin Freight, a haulier, rose. The haulier said that one server was entered."
    )
    assert found[-1].kind is SpeakerKind.UNNAMED


def test_a_country_is_not_its_airline(speakers):
    found = speakers("Malaysia Airlines said it rained. Malaysia said it poured.")
    assert len({s.id for s in found}) == 2


OPENING = "A county judge said on Monday that the mill must close.\n\nCounty Judge Jane Roe read the ruling aloud."


def test_somebody_introduced_without_a_name_is_who_is_named_next(speakers):
    assert named(speakers(OPENING)) == [("Jane Roe", "person")]
    two = f"{OPENING}\n\nCounty Judge Adam Bell had let it stand."
    assert named(speakers(two)) == [("county judge", "unnamed")], "two judges"
    assert named(speakers("A judge said that the mill must close.\n\nThe mill is old.")) == [("judge", "unnamed")]
    late = "The mill is old.\n\n" * 5 + OPENING
    assert named(speakers(late)) == [("county judge", "unnamed")], "not the opening"


def test_a_body_is_not_the_town_it_sits_in(speakers):
    found = speakers("The Halden Embassy in Aver released a statement saying that it regrets the fire.")
    assert named(found) == [("Halden Embassy", "body")]
    found = speakers("The foreign ministry in Aver said that two envoys must leave. Two officials in Aver said so too.")
    assert named(found)[0] == ("foreign ministry in Aver", "body")
    assert named(found)[1][1] == "unnamed"


def test_capitals_of_a_headline_mean_the_person_of_the_text(speakers):
    found = speakers("ROE SAYS THE MILL IS OLD\n\nJane Roe said that the mill is old. She runs it.")
    assert {s.name for s in found if s} == {"Jane Roe"}


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("“It will close,” Jane Roe told CNN.", ["CNN"]),
        ("“It will close,” Jane Roe said on CNN's “State of the Mill.”", ["CNN"]),
        ("Jane Roe said in an interview with the Evening Fly that it will close.", ["Evening Fly"]),
        ("“It will close,” Jane Roe told the Daily Bee.", []),  # the paper itself
        ("“It will close,” Jane Roe told Adam Bell.", []),
        ("“It will close,” Jane Roe said. The owner told CNN nothing.", []),
    ],
)
def test_the_paper_that_somebody_told_it_to_passes_the_words_on(article, text, via):
    first, other = article(text, outlet="Daily Bee"), article("The mill is old.", outlet="Evening Fly")
    voices = Cast(story(first, other), outlets(first, other)).voices(first, attributions(first))
    voice = next(v for v in voices if v and v.speaker.name == "Jane Roe")
    assert [v.name for v in voice.via] == via
