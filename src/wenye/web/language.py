"""The catalogue of every label on the pages, and how a label becomes a string.

A label is a ``Text`` in Chinese and English, whether it comes from the pack or from the catalogue in ``words/*.toml``.
It is said in the language of the request (``django.utils.translation`` holds it) at the last moment, in the template.
"""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.utils import translation

from wenye.feel.text import Text

FOLDER = Path(__file__).parent / "words"
LANGUAGES = {"zh": "zh-hans", "en": "en"}
"""What the language switch offers, and Django's name for it."""


class UnknownLabel(KeyError):
    """A page asked for a label that the catalogue does not hold."""


def current() -> str:
    """``zh`` or ``en``: the language of this request."""
    return "en" if (translation.get_language() or "").startswith("en") else "zh"


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Text]:
    """Every label by its dotted key: ``file.key``."""
    labels: dict[str, Text] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for key, said in tomllib.loads(path.read_text(encoding="utf-8")).items():
            labels[f"{path.stem}.{key}"] = Text(said["zh"], said["en"])
    return labels


def label(key: str) -> Text:
    """The label under ``key``. Raises UnknownLabel, so that a page cannot show a bare key."""
    try:
        return catalogue()[key]
    except KeyError:
        raise UnknownLabel(key) from None


def said(text: object) -> str:
    """``text`` in the language of the request; what is no ``Text`` is shown as it is."""
    return text.of(current()) if isinstance(text, Text) else str(text)


def capital(text: object) -> str:
    """``text`` as it begins a line: labels of the pack are written for the middle of a sentence."""
    words = said(text)
    return words[:1].upper() + words[1:]


def filled(text: Text, values: Mapping[str, object]) -> str:
    """``text`` with its places ``{name}`` filled; English may give ``one|many``, chosen by ``n``."""
    language = current()
    pattern = text.of(language)
    if language == "en" and "|" in pattern:
        one, many = pattern.split("|")
        pattern = one if str(values.get("n")) == "1" else many
    return pattern.format(**{name: said(value) for name, value in values.items()})


def say(key: str, **values: object) -> str:
    """The label under ``key`` in the language of the request, with its places filled."""
    return filled(label(key), values)


def joined(texts: object) -> str:
    """A list of labels as one phrase: 、 in Chinese, a comma in English."""
    mark = ", " if current() == "en" else "、"
    return mark.join(said(text) for text in texts)  # type: ignore[attr-defined]
