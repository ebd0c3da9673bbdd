"""Facts that the pack counts from other rows: for one subject by the very definition that the match uses for all."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from django.conf import settings

from tests.registry.rosters import DAY, a_firm, bring_in, firm_code, who
from tests.registry.small import small_district
from wenye.policy.aggregate import aggregated, aggregates
from wenye.policy.match import match
from wenye.policy.pack import load
from wenye.registry.facts import entities, frames
from wenye.registry.models import Firm
from wenye.registry.selectors import KnownFact, facts_of

pytestmark = pytest.mark.django_db


def base(folder: Path, *trainees: dict[str, str]) -> None:
    firm = {"firm": firm_code(1), "firm_name": "君山例1公司"}
    bring_in(folder, "firms", a_firm(1), a_firm(2))
    bring_in(folder, "traineeships", *({**who(place), **firm, **row} for place, row in enumerate(trainees, 1)))


def told(place: int, day: date = DAY) -> dict[str, KnownFact]:
    firm = Firm.objects.get(uscc=firm_code(place))
    return {fact.name: fact for fact in facts_of("firm", firm.pk, day)}


def test_what_one_record_tells_is_what_the_match_decides_by(tmp_path: Path) -> None:
    small_district(tmp_path)
    pack = load(Path(settings.WENYE_PACK))
    whole = aggregated(pack, frames(entities(), DAY), DAY)
    names = {fact.id: fact.entity for fact in aggregates(pack)}
    assert names
    for name, entity in names.items():
        for key, value in whole[entity].select(f"{entity}_id", name).iter_rows():
            alone = next(fact for fact in facts_of(entity, key, DAY) if fact.name == name)
            assert alone.value == value, (name, key)


def test_trainees_are_counted_up_to_the_day(tmp_path: Path) -> None:
    ended = {"began_on": "2019-01-01", "ended_on": "2019-06-30", "kept_on": "是"}
    base(tmp_path, ended, {**ended, "kept_on": "否"}, {**ended, "ended_on": "2019-12-31"})
    found = told(1)
    assert [found[name].value for name in ("traineeship_base", "trainees_finished", "trainees_kept_on")] == [True, 2, 1]
    assert told(1, date(2019, 6, 29))["trainees_finished"].value == 0


def test_a_firm_without_trainees_counts_none_once_the_register_is_there(tmp_path: Path) -> None:
    base(tmp_path, {"began_on": "2019-01-01"})
    found = told(2)
    assert [found[name].value for name in ("traineeship_base", "trainees_finished")] == [False, 0]


def test_a_register_never_brought_in_counts_nothing(tmp_path: Path) -> None:
    bring_in(tmp_path, "firms", a_firm(1))
    assert told(1)["trainees_finished"].value is None


def test_whether_somebody_was_kept_on_must_be_known(tmp_path: Path) -> None:
    base(tmp_path, {"began_on": "2019-01-01", "ended_on": "2019-06-30"})
    assert (told(1)["trainees_finished"].value, told(1)["trainees_kept_on"].value) == (1, None)


def test_a_counted_fact_names_the_register_of_its_rows(tmp_path: Path) -> None:
    base(tmp_path, {"began_on": "2019-01-01"})
    found = told(1)["trainees_finished"]
    assert (found.origin.label.zh, found.kind, found.dated) == ("青年就业见习登记册", "integer", DAY)


def test_whoever_is_gone_is_no_subject_of_the_match_and_still_known_to_others(tmp_path: Path) -> None:
    small_district(tmp_path)
    pack, known = load(Path(settings.WENYE_PACK)), frames(["person", "firm"], DAY)
    for entity in ("person", "firm"):
        gone = known[entity].filter(pl.col("gone"))
        decided = match(pack, known, DAY).decisions[entity]
        assert gone.height == 1
        assert decided.height == known[entity].height - 1
        assert not set(gone[f"{entity}_id"]) & set(decided["subject_id"])
