"""Finding a measure by what people type: Chinese, English, a number, pinyin (``chuangye``), initials (``cybt``)."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from pypinyin import Style, lazy_pinyin

_LATIN = re.compile(r"[a-z']+\Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one thing can be found by.

    ``name`` weighs more than ``body``. ``spelled`` holds the pinyin of the name from each syllable on, so that a
    match begins at a syllable; ``initials`` the first letters of all syllables of one phrase.
    """

    key: int
    name: str
    body: str
    spelled: tuple[str, ...]
    initials: tuple[str, ...]


def folded(text: str) -> str:
    """``text`` in half width and small letters, runs of space as one."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def entry(key: int, names: Iterable[str], body: Iterable[str]) -> Entry:
    """An entry for ``key``; every phrase of ``names`` is spelled in pinyin."""
    phrases = [folded(name) for name in names if name]
    spelled: list[str] = []
    initials: list[str] = []
    for phrase in phrases:
        syllables = [s for s in lazy_pinyin(phrase, style=Style.NORMAL, errors="ignore") if s]
        spelled += ["".join(syllables[start:]) for start in range(len(syllables))]
        initials.append("".join(s[0] for s in syllables))
    return Entry(key, " ".join(phrases), folded(" ".join(body)), tuple(spelled), tuple(initials))


def _weight(item: Entry, word: str) -> int:
    if word.isdigit() and int(word) == item.key:
        return 100
    if _LATIN.match(word):
        return _latin_weight(item, word)
    if word in item.name:
        return 20
    return 5 if word in item.body else 0


def _latin_weight(item: Entry, word: str) -> int:
    plain = word.replace("'", "")
    if re.search(rf"\b{re.escape(word)}", item.name):
        return 20
    if len(plain) > 1 and any(spelled.startswith(plain) for spelled in item.spelled):
        return 12
    if len(plain) > 1 and any(plain in letters for letters in item.initials):
        return 10
    return 5 if re.search(rf"\b{re.escape(word)}", item.body) else 0


def found(entries: Iterable[Entry], query: str) -> list[int]:
    """The keys that match every word of ``query``, the best first; all keys, in order, for an empty query."""
    words = folded(query).split()
    scored = []
    for position, item in enumerate(entries):
        weights = [_weight(item, word) for word in words]
        if all(weights):
            scored.append((-sum(weights), position, item.key))
    return [key for _, _, key in sorted(scored)]
