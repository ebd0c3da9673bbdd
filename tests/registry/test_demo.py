"""The invented district: reproducible, marked, realistic, and ignorant of the rules."""

import ast
import re
from datetime import date
from importlib import resources
from pathlib import Path

import polars as pl
import pytest
from django.conf import settings

from wenye.feel.types import Numeric
from wenye.policy.pack import load
from wenye.registry import numbers
from wenye.registry.catalogue import registers
from wenye.registry.demo import district
from wenye.registry.demo.people import TOWN_SHARES, identity
from wenye.registry.demo.rosters import MARK, habits
from wenye.registry.facts import frames
from wenye.registry.models import Firm, ImportJob, Person
from wenye.registry.readers import sheets
from wenye.registry.services import make_demo

DAY = date(2019, 11, 20)
PEOPLE = 1500


@pytest.fixture(scope="module")
def rosters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rosters")
    district.write(folder, people=PEOPLE, seed=7, today=DAY)
    return folder


def lines(folder: Path, name: str) -> list[list[str]]:
    return [[str(cell) for cell in cells] for sheet in sheets(folder / habits()[name].file) for _, cells in sheet.rows]


def contents(folder: Path) -> dict[str, list[list[str]]]:
    return {name: lines(folder, name) for name in habits()}


def test_the_same_seed_gives_the_same_rosters_and_another_seed_others(rosters: Path, tmp_path: Path) -> None:
    for name, seed in (("same", 7), ("other", 8)):
        district.write(tmp_path / name, people=PEOPLE, seed=seed, today=DAY)
    for path in rosters.iterdir():
        assert path.read_bytes() == (tmp_path / "same" / path.name).read_bytes()
    assert contents(tmp_path / "other")["people"] != contents(rosters)["people"]


def test_there_is_a_roster_for_every_register_and_each_says_it_is_invented(rosters: Path) -> None:
    assert set(habits()) == set(registers())
    for name, rows in contents(rosters).items():
        assert MARK in rows[0][0], name
        assert "虚构" in habits()[name].file
    assert "虚构" in (rosters / "00-说明（虚构数据）.txt").read_text("utf-8")


def test_no_number_can_belong_to_anybody(rosters: Path) -> None:
    text = "\n".join(",".join(row) for rows in contents(rosters).values() for row in rows)
    found = set(re.findall(r"(?<![0-9A-Z])\d{17}[\dX](?![0-9A-Z])", text))
    people = {number for number in found if numbers.id_fault(number) is None and number[:2] not in ("91", "92", "93")}
    assert len(people) > PEOPLE
    assert {number[:2] for number in people} == {"99"}


def test_identity_numbers_differ_for_a_whole_large_district() -> None:
    born = date(1985, 3, 12)
    assert len({identity(place, born, place % 3 == 0) for place in range(0, 2_000_000, 37)}) == len(
        range(0, 2_000_000, 37)
    )


def test_the_generator_knows_no_rules() -> None:
    folder = resources.files("wenye.registry.demo")
    modules = [item for item in folder.iterdir() if item.name.endswith(".py")]
    imported = {
        name.name if isinstance(node, ast.Import) else node.module or ""
        for item in modules
        for node in ast.walk(ast.parse(item.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    assert imported
    assert not {name for name in imported if name.startswith(("wenye.policy", "wenye.feel"))}
    benefits = load(Path(settings.WENYE_PACK)).benefits
    texts = [item.read_text("utf-8") for item in folder.iterdir() if item.name.endswith((".py", ".yaml"))]
    assert not [benefit for benefit in benefits for text in texts if benefit in text]


def test_planted_cases_need_no_random_neighbours(rosters: Path, tmp_path: Path) -> None:
    district.write(tmp_path, people=100, seed=99, today=DAY)
    for name in ("workshops", "agencies", "loans"):
        planted = [row[1:] for row in lines(rosters, name) if any("例" in cell for cell in row)]
        assert planted
        assert planted == [row[1:] for row in lines(tmp_path, name) if any("例" in cell for cell in row)]


@pytest.fixture
def brought_in(tmp_path: Path, db: None) -> tuple[ImportJob, ...]:
    return make_demo(tmp_path, people=PEOPLE, seed=7, today=DAY, say=lambda job: None).imports


def test_every_roster_comes_in_and_its_slips_are_found(brought_in: tuple[ImportJob, ...]) -> None:
    assert {job.register for job in brought_in} == set(registers())
    for job in brought_in:
        assert (job.state, job.ignored) == (ImportJob.State.DONE, []), job.register
        assert job.read == job.added + job.changed + job.same + job.repeated + job.rejected, job.register
    total = sum(job.read for job in brought_in)
    assert 0 < sum(job.rejected for job in brought_in) < total / 50
    assert sum(job.repeated for job in brought_in)


def test_the_district_hangs_together(brought_in: tuple[ImportJob, ...]) -> None:
    people = frames(["person"], DAY)["person"].filter(pl.col("birth_date") > date(1930, 1, 1))
    rural, urban = (people.filter(pl.col("household_registration") == kind) for kind in ("rural", "urban"))
    assert rural["registered_poor"].sum() > urban["registered_poor"].sum()
    assert set(people["town"].drop_nulls()) == set(TOWN_SHARES)
    assert people.filter("draws_unemployment_benefit").select(pl.col("person_insured_months").mean()).item() > 12
    firms = Firm.objects.exclude(name__contains="范例")
    assert firms.exclude(owner=None).count() > 3 * firms.filter(owner=None).count()
    assert Person.objects.exclude(household=None).count() > 0.95 * PEOPLE


def test_money_and_shares_of_the_pack_are_the_scales_we_publish() -> None:
    facts = load(Path(settings.WENYE_PACK)).facts
    assert {fact.type.decimals for fact in facts.values() if isinstance(fact.type, Numeric)} <= {0, 2, 4}
