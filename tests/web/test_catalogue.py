"""Every label a reader sees comes from one catalogue, in both languages, and no label lies unused."""

import re
from pathlib import Path
from string import Formatter

import pytest
from django.utils import translation

from wenye.feel.text import Text
from wenye.policy import schema_benefits, schema_measures
from wenye.policy.review_case import KINDS
from wenye.web import language

WEB = Path(language.__file__).parent
BY_NAME = {"amount_is", "amount_short", "every", "floor", "kind", "level", "per", "receipt", "state"}
"""Files of closed lists, whose labels are asked for by the values of the pack."""
BUILT = re.compile(
    r"plain\.(notices|progress|accessibility|privacy)_|review\.about_|check\.list_|nav\."
    r"|part\.(at_least|at_most|count)_value"
    r"|account\.(closed|done|shown|column)_|users\.kind_"
    r"|users\.(end_sessions|reset_factor|reset_password|close|reopen)(_note)?$"
    r"|users\.(name|login|sessions|role|factor|last|state|active|closed|in_force|waits|sleeps|later|ended)$"
    r"|users\.(granted|granted_waits|done|confirmed|unlocked)$"
)
"""Labels whose name is put together from a page, a kind, a unit or a list."""


def sources() -> str:
    files = [*WEB.parent.rglob("*.py"), *WEB.parent.rglob("*.html")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_label_is_said_in_both_languages() -> None:
    silent = {key for key, text in language.catalogue().items() if not (text.zh and text.en)}
    assert silent <= {"amount_short.total"}
    chinese = {key for key, text in language.catalogue().items() if re.search(r"[\u4e00-\u9fff]", text.en)}
    assert chinese == {"site.other_language"}


def test_no_label_shouts() -> None:
    assert [key for key, text in language.catalogue().items() if "！" in text.zh or "!" in text.en] == []


def test_both_languages_fill_only_places_that_the_other_knows() -> None:
    odd = [
        key
        for key, text in language.catalogue().items()
        for form in text.en.split("|")
        if not places(form) <= places(text.zh) | {"n"}
    ]
    assert odd == []


def test_every_label_that_a_page_asks_for_is_there() -> None:
    asked = set(re.findall(r"""(?:say|label)\(?\s*["']([a-z_]+\.[a-z0-9_]+)["']""", sources()))
    assert asked
    assert asked - set(language.catalogue()) == set()


def test_no_label_lies_unused() -> None:
    said = set(re.findall(r"[a-z_]+\.[a-z0-9_]+", sources()))
    left = [
        key
        for key in language.catalogue()
        if key not in said and key.split(".")[0] not in BY_NAME and not BUILT.match(key)
    ]
    assert left == []


def test_an_unknown_label_is_an_error_and_never_shown_as_a_key() -> None:
    with pytest.raises(language.UnknownLabel):
        language.say("home.no_such_label")


def test_every_value_of_a_closed_list_has_a_label() -> None:
    wanted = {f"kind.{kind}" for kind in (*schema_benefits.KINDS, *schema_measures.PART_KINDS)}
    wanted |= {f"every.{rhythm}" for rhythm in schema_measures.RHYTHMS}
    wanted |= {f"per.{period}" for period in (*schema_benefits.PERIODS, *schema_benefits.HELD_PERIODS)}
    wanted |= {f"{group}.{name}" for group in ("amount_is", "amount_short") for name in schema_benefits.AMOUNT_IS}
    wanted |= {f"level.{level}" for level in schema_measures.NOMINATED_TO}
    wanted |= {f"review.about_{kind}" for kind in KINDS}
    assert wanted - set(language.catalogue()) == set()


def test_english_counts_one_and_many() -> None:
    with translation.override("en"):
        assert language.filled(Text("{n} 项", "{n} measure|{n} measures"), {"n": 1}) == "1 measure"
        assert language.filled(Text("{n} 项", "{n} measure|{n} measures"), {"n": 2}) == "2 measures"
