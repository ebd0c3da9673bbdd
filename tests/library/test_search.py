"""A measure is found by what people type."""

import pytest

from wenye.library import library, search


def found(query: str) -> list[int]:
    return [measure.number for measure in library().found(query)]


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("创业补贴", 21),
        ("一次性创业补贴", 21),
        ("cybt", 21),
        ("CYBT", 21),
        ("chuangye butie", 21),
        ("ｃｙｂｔ", 21),
        ("start-up grant", 21),
        ("tuiyi", 69),
        ("wengang", 1),
        ("区人社局 稳岗", 1),
    ],
)
def test_it_is_found_among_the_first(query: str, number: int) -> None:
    assert number in found(query)[:8]


def test_its_number_comes_first() -> None:
    assert found("56")[0] == 56


def test_nothing_is_found_for_what_no_measure_says() -> None:
    assert found("潜水艇") == []


def test_an_empty_query_finds_all_in_order() -> None:
    assert found("  ") == sorted(library().pack.measures)


def test_pinyin_begins_at_a_syllable() -> None:
    entries = [search.entry(1, ["创业担保贷款"], [])]
    assert search.found(entries, "danbao") == [1]
    assert search.found(entries, "anbao") == []


def test_every_word_must_be_met() -> None:
    entries = [search.entry(1, ["创业补贴"], ["区人社局"]), search.entry(2, ["培训补贴"], ["区人社局"])]
    assert search.found(entries, "补贴 培训") == [2]


def test_a_name_weighs_more_than_a_mention() -> None:
    entries = [search.entry(1, ["培训"], ["创业"]), search.entry(2, ["创业"], ["培训"])]
    assert search.found(entries, "创业") == [2, 1]
