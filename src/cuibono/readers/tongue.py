"""Which language a text is in, or None where it is too short to say."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LEAST_WORDS = 5  # a guess under five words is worth nothing (design/dependencies.md)
_CODE = 2  # letters of an ISO 639-1 code; the model knows some tongues that have none
_SAMPLE = 4000  # characters; more does not change the answer
# Function words that English uses all the time and that no other language writes the same way and as often.
_ENGLISH = frozenset(
    "the and of to that is was for it with as by at from this be are have has had not but they which were been who"
    " would their will said its an or about there when can more if out up what so than them into could".split()
)
# Over the 209 development articles the share of these words is .17 to .38, over the pages of the readability set in
# other languages 0 to .02. So a clear share needs no model, and start-up is spared 0.9 s.
_CLEAR = 0.12
_LEAST_CLEAR = 20  # words


def language(text: str) -> str | None:
    """ISO 639-1 code, None under five words."""
    words = [word.lower() for word in _WORD.findall(text[:_SAMPLE])]
    if len(words) < _LEAST_WORDS and len("".join(words)) < 4 * _LEAST_WORDS:  # Chinese has no spaces
        return None
    if len(words) >= _LEAST_CLEAR and sum(word in _ENGLISH for word in words) >= _CLEAR * len(words):
        return "en"
    # Brings NumPy and a 5 MB model (0.9 s of CPU): imported only for texts that are not plainly English.
    from py3langid import classify  # noqa: PLC0415 - see above

    code = str(classify(text[:_SAMPLE])[0])
    return code if len(code) == _CODE else None
