"""A good pack loads whole, is known by its bytes, and comes out of the cache as it went in."""

import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from tests.policy.broken_packs import GOOD
from wenye.feel.errors import Faults
from wenye.feel.types import Enum, integer, money, number
from wenye.policy import cache
from wenye.policy import pack as packs
from wenye.policy.files import digest
from wenye.policy.lazy import Lazy
from wenye.policy.model import AmountTable, Formula, Pack
from wenye.policy.pack import load
from wenye.policy.rules import Rules

JUNSHAN = Path(__file__).parents[2] / "packs" / "junshan"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, so that no cache of another test is seen."""
    folder = tmp_path / "data"
    monkeypatch.setenv("WENYE_DATA", str(folder))
    return folder


@pytest.fixture
def pack() -> Pack:
    return load(GOOD)


def test_what_the_files_say_is_what_the_pack_says(pack: Pack) -> None:
    assert (pack.id, pack.title.en, pack.valid.start) == ("tiny", "Measures of a tiny district", date(2019, 1, 1))
    assert list(pack.measures) == [1, 2, 3]
    assert list(pack.benefits) == ["start-up-grant", "hire-grant", "stable-refund", "address-permit"]
    assert pack.benefits["stable-refund"].measure == 2
    assert pack.entities["hire"].relations == {"firm": "firm", "person": "person"}
    assert pack.funds["risk"].floor == Fraction(5_000_000)
    assert pack.measures[1].parts[0].until == date(2022, 12, 31)


def test_facts_have_types_units_and_domains(pack: Pack) -> None:
    facts = pack.facts
    assert facts["firm_kind"].type == Enum("单位类型", ("start_up", "enterprise"))
    assert facts["jobs"].type == integer("人")
    assert facts["lay_off_rate"].type == number(4)
    assert facts["investment"].type == money()
    assert facts["investment"].domain == (Fraction(0), Fraction(10**9))
    assert facts["recovery_expected"].judgement
    assert facts["jobs"].more_is_better


def test_a_parameter_keeps_its_history_and_what_it_rests_on(pack: Pack) -> None:
    history = pack.parameters["lay_off_rate_limit"].history
    assert [(value.start, value.value) for value in history] == [
        (date(2019, 1, 1), Fraction(55, 1000)),
        (date(2020, 1, 1), Fraction(1, 5)),
    ]
    assert pack.parameters["lay_off_rate_limit"].assumed
    assert not pack.parameters["hire_grant"].assumed


def test_an_example_is_its_base_with_what_it_sets_and_drops(pack: Pack) -> None:
    first, fewer, unknown = pack.benefits["start-up-grant"].examples
    assert first.given["jobs"] == 3
    assert fewer.given["jobs"] == 2
    assert fewer.given["investment"] == first.given["investment"] == 50000
    assert "investment" not in unknown.given
    assert (first.expect, first.amount, fewer.fails, unknown.missing) == ("yes", 10000, ("amount",), ("investment",))


def test_an_amount_is_a_table_an_expression_or_nothing(pack: Pack) -> None:
    table = pack.benefits["start-up-grant"].amount
    assert isinstance(table, AmountTable)
    assert [row.output.text for row in table.rows] == ["10000", "20000.50"]
    assert isinstance(pack.benefits["hire-grant"].amount, Formula)
    assert pack.benefits["address-permit"].amount is None


def test_everything_knows_its_place(pack: Pack) -> None:
    assert str(pack.benefits["hire-grant"].at) == "measures/002-hire-grant.yaml:10:3"
    assert str(pack.facts["jobs"].at) == "facts/firm.yaml:16:3"


def test_every_benefit_of_a_loaded_pack_compiles(pack: Pack) -> None:
    rules = Rules(pack)
    for benefit in pack.benefits.values():
        assert rules.program(benefit).tests


def test_the_hash_is_that_of_names_and_bytes_alone(tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere"
    for file in sorted(GOOD.rglob("*.yaml"), reverse=True):
        target = copy / file.relative_to(GOOD)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    assert load(copy).hash == load(GOOD).hash
    units = copy / "units.yaml"
    units.write_bytes(units.read_bytes() + b"# a comment\n")
    assert load(copy).hash != load(GOOD).hash


def test_the_hash_tells_a_moved_byte_from_a_moved_name() -> None:
    assert digest({"a": b"bc", "d": b""}) != digest({"a": b"b", "d": b"c"})
    assert digest({"a": b"1", "b": b"2"}) == digest({"b": b"2", "a": b"1"})


def test_a_readme_beside_the_files_is_no_part_of_the_pack(tmp_path: Path) -> None:
    copy = tmp_path / "pack"
    shutil.copytree(GOOD, copy)
    (copy / "README.md").write_text("notes", encoding="utf-8")
    (copy / ".hidden.yaml").write_text("a: [", encoding="utf-8")
    assert load(copy).hash == load(GOOD).hash


def entry(data: Path) -> Path:
    return next((data / "cache" / "packs").glob("*.jsonl"))


@pytest.mark.parametrize("folder", [GOOD, JUNSHAN], ids=lambda folder: folder.name)
def test_a_pack_out_of_the_cache_is_equal_to_the_one_that_was_checked(folder: Path) -> None:
    fresh, kept = load(folder), load(folder)
    assert not isinstance(fresh.facts, Lazy)
    assert isinstance(kept.facts, Lazy)
    for section in Pack.__dataclass_fields__:
        assert getattr(kept, section) == getattr(fresh, section), section


def test_a_checked_pack_is_not_read_as_yaml_again(monkeypatch: pytest.MonkeyPatch) -> None:
    load(GOOD)
    monkeypatch.setattr(packs, "_checked", None)
    assert load(GOOD).benefits["start-up-grant"].label.en == "Start-up grant"


def test_a_changed_pack_is_checked_again(tmp_path: Path) -> None:
    copy = tmp_path / "pack"
    shutil.copytree(GOOD, copy)
    load(copy)
    units = copy / "units.yaml"
    units.write_bytes(units.read_bytes() + b"# a comment\n")
    assert not isinstance(load(copy).facts, Lazy)


def test_rechecking_takes_nothing_from_the_cache() -> None:
    load(GOOD)
    assert not isinstance(load(GOOD, recheck=True).facts, Lazy)


def test_another_program_checks_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    load(GOOD)
    monkeypatch.setattr(cache, "_program", lambda: "another")
    assert not isinstance(load(GOOD).facts, Lazy)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1],
        lambda data: data.replace(b"jobs", b"sboj"),
        lambda data: b"",
        lambda data: b"\xff" + data,
    ],
)
def test_a_damaged_cache_is_as_good_as_none(damage: object, data: Path) -> None:
    load(GOOD)
    kept = entry(data)
    kept.write_bytes(damage(kept.read_bytes()))
    assert not isinstance(load(GOOD).facts, Lazy)


def test_a_pack_loads_where_nothing_can_be_kept(data: Path) -> None:
    data.write_text("a file where the folder would be", encoding="utf-8")
    assert load(GOOD).id == "tiny"


def test_a_broken_pack_is_never_kept(tmp_path: Path, data: Path) -> None:
    copy = tmp_path / "pack"
    shutil.copytree(GOOD, copy)
    (copy / "measures" / "003-address.yaml").unlink()
    with pytest.raises(Faults):
        load(copy)
    assert not (data / "cache").exists()


def test_only_a_few_entries_are_kept(tmp_path: Path, data: Path) -> None:
    copy = tmp_path / "pack"
    shutil.copytree(GOOD, copy)
    units = copy / "units.yaml"
    for turn in range(cache.KEPT + 3):
        units.write_bytes(units.read_bytes() + b"# %d\n" % turn)
        load(copy)
    assert len(list((data / "cache" / "packs").iterdir())) == cache.KEPT


def test_a_lazy_mapping_makes_each_value_once_and_knows_its_keys() -> None:
    made: list[str] = []
    lazy = Lazy(["a", "b"], lambda key: made.append(key) or key.upper())
    assert (list(lazy), len(lazy), "a" in lazy, "c" in lazy, made) == (["a", "b"], 2, True, False, [])
    assert (lazy["b"], lazy["b"], lazy.get("c"), made) == ("B", "B", None, ["b"])
    with pytest.raises(KeyError):
        lazy["c"]
