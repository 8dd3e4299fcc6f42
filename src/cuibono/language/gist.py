"""The few sentences of a body that bear on a headline: what a reader would look at first to see whether it agrees."""

from __future__ import annotations

from cuibono.language.lexicons import lexicon
from cuibono.language.sentences import bounds
from cuibono.language.words import content_words, tokens

_WORDS = 60  # what fits the 96 word pieces that the pair encoder reads, beside a headline


def gist(headline: str, body: str, words: int = _WORDS) -> tuple[tuple[int, int], ...]:
    """Offsets of sentences in ``body``, in its order, of at most ``words`` words in all (the first may be longer).

    The opening sentence, then those that share most content words with the headline; a word of doubt ("hoax",
    "denied") counts as two shared words; earlier ones first where they share as many. Linear in the body's length.
    """
    found = bounds(body)
    wanted = set(content_words(headline))
    worth = {place: _worth(body[slice(*place)], wanted) for place in found}
    order = sorted(found, key=lambda place: (place != found[0], -worth[place], place))
    taken: list[tuple[int, int]] = []
    room = words
    for place in order:
        length = len(body[slice(*place)].split())
        if taken and (length > room or not worth[place]):
            continue
        taken.append(place)
        room -= length
    return tuple(sorted(taken))


def _worth(sentence: str, wanted: set[str]) -> int:
    doubts = any(token.text.lower() in lexicon("doubts") for token in tokens(sentence))
    return len(wanted & set(content_words(sentence))) + 2 * doubts
