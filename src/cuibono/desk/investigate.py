"""Documents in, readings out: the whole flow from Story to Turns, one story after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cuibono.core.claims import Method
from cuibono.core.findings import Finding
from cuibono.core.news import Outlet, Story
from cuibono.core.ports import Observer, Probe, Relater
from cuibono.core.reading import MeasuredMethod, Problem, Reading, Record
from cuibono.core.talk import Lens
from cuibono.core.text import Document
from cuibono.desk.asof import accessed_by, published_by
from cuibono.findings.matrix import matrix
from cuibono.findings.weighing import weigh
from cuibono.room.discuss import discuss
from cuibono.stories.assertions import assertions
from cuibono.stories.claims import LEARNED, METHOD, claims, same_claim
from cuibono.stories.cluster import cluster
from cuibono.stories.nearest import nearest
from cuibono.stories.origins import origins
from cuibono.stories.people import People, people_of
from cuibono.stories.salience import worth_checking
from cuibono.stories.trace import trace


@dataclass(frozen=True, slots=True)
class Investigator:
    """What an investigation needs: probes, lenses, how to know an outlet, and the measured methods to show."""

    probes: Sequence[Probe]
    lenses: Sequence[Lens]
    outlets_of: Callable[[Sequence[Document]], Mapping[str, Outlet]]
    methods: tuple[MeasuredMethod, ...] = ()
    observer: Observer | None = None  # None: rules alone
    relater: Relater | None = None
    references: Callable[[], Sequence[Document]] = tuple  # what public databases state, as the user asked for it

    def investigate(
        self, documents: Iterable[Document], *, as_of: datetime | None = None, one_story: bool = False
    ) -> Iterator[Reading]:
        """Readings of the stories that the documents tell, the one with most documents first.

        Deterministic: neither the order of the documents nor the clock has any influence.
        """
        known: tuple[Document, ...] = tuple(documents)
        aside: tuple[Problem, ...] = ()
        if as_of:
            known, aside = published_by(known, as_of)
        stories = cluster(known, one_story=one_story)
        for story in sorted(stories, key=lambda s: -len(s.documents)):  # of equals the earliest, as they came
            yield self.read(story, as_of=as_of, left_aside=aside)

    def read(self, story: Story, *, as_of: datetime | None = None, left_aside: tuple[Problem, ...] = ()) -> Reading:
        """The reading of one story."""
        record = self.record(story, as_of)
        found: list[Finding] = []
        for probe in self.probes:
            found.extend(probe.examine(record, tuple(found)))
        findings = rank(found)
        rows = matrix(record, findings)
        record.let_go()
        return Reading(
            record=record,
            findings=findings,
            matrix=rows,
            talk=discuss(record, findings, self.lenses),
            methods=self.methods,
            left_aside=left_aside,
        )

    def record(self, story: Story, as_of: datetime | None) -> Record:
        """The story with its outlets, origins, assertions and claims."""
        outlets = self.outlets_of(story.documents)
        roots = origins(story, outlets)
        people = People(story.documents)
        said = assertions(story, outlets, roots, people)
        groups = same_claim(story, said, roots, self.observer)
        traced = trace(story, outlets, said, groups)
        found = claims(story, traced, roots, groups, LEARNED if self.observer else METHOD)
        if self.observer:
            found = worth_checking(found, self.observer)
        near = nearest(story, found, self.observer) if self.observer else {}
        references = accessed_by(self.references(), as_of)
        record = Record(story, outlets, roots, traced, found, as_of, near, references=references)
        if self.relater and self.observer:
            record = weigh(record, self.relater, self.observer)
        record.have(people_of, people)
        return record


def rank(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Most worth reading first; a finding seen twice (same id) is one."""
    unique = {finding.id: finding for finding in findings}
    return tuple(sorted(unique.values(), key=lambda finding: finding.order))


def measured(methods: Iterable[tuple[str, Method]], figures: dict[str, str]) -> tuple[MeasuredMethod, ...]:
    """Judgements with their methods and figures; a method without a figure for its version is "not measured yet"."""
    return tuple(
        MeasuredMethod(method.name, method.version, judgement, figure)
        if (figure := figures.get(f"{method.name} {method.version}"))
        else MeasuredMethod(method.name, method.version, judgement)
        for judgement, method in methods
    )
