from dataclasses import replace

from cuibono.core.findings import Omission
from tests.room import story as made


def test_equal_findings_stand_by_their_documents_and_not_by_their_hashes():
    omission = next(finding for finding in made.FINDINGS if isinstance(finding, Omission))
    first, second = replace(omission, document="d1", id="f9"), replace(omission, document="d2", id="f1")
    assert sorted([second, first], key=lambda finding: finding.order) == [first, second]


def test_of_two_findings_that_begin_alike_the_next_words_decide():
    omission = next(finding for finding in made.FINDINGS if isinstance(finding, Omission) and finding.spans)
    one, other = sorted({span for finding in made.FINDINGS for span in finding.spans if span != omission.spans[0]})[:2]
    first = replace(omission, spans=(omission.spans[0], one), id="f9")
    second = replace(omission, spans=(omission.spans[0], other), id="f1")
    assert sorted([second, first], key=lambda finding: finding.order) == [first, second]
