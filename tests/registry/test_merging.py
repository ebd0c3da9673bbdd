"""Two records of one person made one: everything follows, nothing is lost, and it can be taken back."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from tests.registry.rosters import DAY, a_firm, bring_in, fates, firm_code, number, someone, who
from tests.registry.small import small_district
from wenye.registry import merging
from wenye.registry.facts import frame, frames
from wenye.registry.merging import SET_ASIDE, CannotMerge
from wenye.registry.models import (
    Certificate,
    Employment,
    Firm,
    Person,
    PersonMerge,
    PovertyEntry,
    Record,
    StandingDecision,
)
from wenye.registry.selectors import payment_stops, people_by_phone, person_by_number, related_to, touched_decisions
from wenye.registry.services import merge_people, note_decision, on_merge, undo_import, undo_merge

pytestmark = pytest.mark.django_db
HERE = {"firm": firm_code(1), "firm_name": "君山例1公司"}


def person(place: int) -> Person:
    return Person.objects.get(name=f"张例{place}")


def two(folder: Path) -> tuple[int, int]:
    """Person 1 to keep, person 2 to drop, both on the people's register."""
    bring_in(folder, "people", someone(1, household="H1", phone="10000000001"),
             someone(2, household="H2", phone="10000000002"))  # fmt: skip
    return person(1).pk, person(2).pk


def merge(keep: int, drop: int) -> PersonMerge:
    return merge_people(keep, drop, "经办人甲", "旧号码登记过一次，核对户口本为同一人")


def everything() -> dict[str, list[dict[str, object]]]:
    """All rows of all registers."""
    tables = [table for table in Record.__subclasses__() if not table._meta.abstract]
    return {table.__name__: list(table._default_manager.order_by("pk").values()) for table in tables}


def test_what_spoke_of_the_second_record_speaks_of_the_kept_one(tmp_path: Path) -> None:
    keep, drop = two(tmp_path)
    bring_in(tmp_path, "employment", who(2, **HERE, started_on="2019-01-02"))
    bring_in(tmp_path, "certificates", who(2, number="Z1", level="中级工"))
    bring_in(tmp_path, "firms", a_firm(1, owner=number(2), owner_name="张例2"))
    done = merge(keep, drop)
    assert (Employment.objects.get().person_id, Certificate.objects.get().person_id) == (keep, keep)
    assert Firm.objects.get().owner_id == keep
    assert set(done.moved) == {"Employment", "Certificate", "Firm", "StandingDecision"}
    assert Person.objects.get(pk=drop).merged_into_id == keep


def test_the_second_record_is_no_subject_any_more_and_its_number_leads_to_the_kept_one(tmp_path: Path) -> None:
    keep, drop = two(tmp_path)
    merge(keep, drop)
    assert frame("person", DAY)["person_id"].to_list() == [keep]
    found = person_by_number(number(2))
    assert found is not None
    assert (found.pk, list(people_by_phone("10000000002"))) == (keep, [])
    stop = payment_stops("person", [keep, drop], DAY)
    assert {key: (stop.kind, stop.instead) for key, stop in stop.items()} == {drop: ("merged", keep)}
    assert {tie.person for tie in related_to("person", keep)} == {keep, drop}


def test_rosters_with_the_second_number_speak_of_the_kept_record_from_then_on(tmp_path: Path) -> None:
    keep, drop = two(tmp_path)
    merge(keep, drop)
    job = bring_in(tmp_path, "poverty", who(1, registered_on="2016-01-01"), who(2, registered_on="2016-01-01"))
    assert fates(job) == (1, 0, 1, 0, 0)
    assert PovertyEntry.objects.get().person_id == keep


def test_where_both_have_the_like_the_seconds_row_is_set_aside_and_named(tmp_path: Path) -> None:
    keep, drop = two(tmp_path)
    bring_in(tmp_path, "poverty", who(1, registered_on="2016-01-01"), who(2, registered_on="2015-01-01", cause="因病"))
    spells = [{**HERE, "started_on": "2019-01-02"}, {**HERE, "started_on": "2018-01-02"}]
    bring_in(tmp_path, "employment", who(1, **spells[0]), who(2, **spells[0]), who(2, **spells[1]))
    done = merge(keep, drop)
    aside = {(row["table"], row["row"]): row["twin"] for row in done.aside}
    kept_entry, dropped_entry = PovertyEntry.objects.order_by("pk")
    same, double, _ = Employment.objects.order_by("pk")
    assert aside == {("PovertyEntry", dropped_entry.pk): kept_entry.pk, ("Employment", double.pk): same.pk}
    assert (dropped_entry.person_id, dropped_entry.cause, dropped_entry.left_on) == (drop, "因病", SET_ASIDE)
    assert Employment.objects.filter(person=keep).count() == 2
    for entity in ("hire", "employment"):
        assert set(frame(entity, DAY)["person_id"]) == {keep}, entity
        assert frame(entity, DAY).height == 2, entity


def test_taken_back_everything_is_as_it_was(tmp_path: Path) -> None:
    small_district(tmp_path)
    for register, row in {
        "poverty": who(3, registered_on="2014-01-01"),
        "disabled": who(3, level="一级"),
        "unemployed": who(3, registered_on="2019-02-01"),
    }.items():
        bring_in(tmp_path, register, row)
    before = everything()
    done = merge(person(1).pk, person(3).pk)
    assert done.aside
    assert everything() != before
    back = undo_merge(done, "经办人乙", "核错了")
    assert everything() == before
    assert (back.undone_by, back.undone_reason, back.undone_at is None) == ("经办人乙", "核错了", False)


def test_no_row_is_lost_or_changed_besides_whom_it_speaks_of(tmp_path: Path) -> None:
    small_district(tmp_path)
    before = everything()
    merge(person(1).pk, person(3).pk)
    after = everything()
    own = {"person_id", "owner_id", "merged_into_id", "left_on", "left_job_id"}
    for table, rows in before.items():
        assert [{name: value for name, value in row.items() if name not in own} for row in rows] == [
            {name: value for name, value in row.items() if name not in own} for row in after[table]
        ], table


def test_a_record_merged_earlier_follows_and_is_taken_apart_in_turn(tmp_path: Path) -> None:
    bring_in(tmp_path, "people", someone(1), someone(2), someone(3))
    first = merge(person(2).pk, person(3).pk)
    second = merge(person(1).pk, person(2).pk)
    assert {record.merged_into_id for record in (person(2), person(3))} == {person(1).pk}
    with pytest.raises(CannotMerge, match="请先撤销那一次"):
        undo_merge(first, "甲", "先撤第一次")
    undo_merge(second, "甲", "核错了")
    assert (person(2).merged_into_id, person(3).merged_into_id) == (None, person(2).pk)
    undo_merge(first, "甲", "核错了")
    assert person(3).merged_into_id is None


def test_an_import_undone_after_a_merge_gives_values_back_to_the_kept_record(tmp_path: Path) -> None:
    keep, drop = two(tmp_path)
    bring_in(tmp_path, "certificates", who(2, number="Z1", level="中级工"))
    job = bring_in(tmp_path, "certificates", who(2, number="Z1", level="高级工"))
    merge(keep, drop)
    assert undo_import(job).undo_report["restored"] == 1
    assert Certificate.objects.values_list("level", "person_id").get() == ("level_4", keep)


def test_an_import_that_added_a_merged_record_is_undone_without_it(tmp_path: Path) -> None:
    bring_in(tmp_path, "people", someone(1))
    job = bring_in(tmp_path, "people", someone(2))
    merge(person(1).pk, person(2).pk)
    assert undo_import(job).undo_report["kept"] == 1
    assert Person.objects.count() == 2


def test_decisions_on_both_are_marked_and_noted_under_the_kept_record(tmp_path: Path) -> None:
    keep, drop = two(tmp_path)
    for subject in (keep, drop):
        note_decision(f"认定{subject}", "person", subject, "start-up-grant")
    assert not touched_decisions().exists()
    done = merge(keep, drop)
    assert {decision.subject for decision in touched_decisions()} == {keep}
    assert {decision.touched_merge for decision in touched_decisions()} == {done}
    undo_merge(done, "甲", "核错了")
    assert set(StandingDecision.objects.values_list("subject", flat=True)) == {keep, drop}


@pytest.fixture
def hooked() -> Iterator[list[tuple[int, int, bool]]]:
    """What a hook was told; the hook refuses person 9 with an error of its own."""
    told: list[tuple[int, int, bool]] = []

    def hook(merge: PersonMerge, undone: bool) -> None:
        if Person.objects.get(pk=merge.drop_id).name == "张例9":
            raise CannotMerge("张例9 名下已经占用同一名额")
        told.append((merge.keep_id, merge.drop_id, undone))

    on_merge(hook)
    on_merge(hook)
    yield told
    merging._hooks.remove(hook)


def test_other_apps_are_told_once_within_the_act(tmp_path: Path, hooked: list[tuple[int, int, bool]]) -> None:
    keep, drop = two(tmp_path)
    undo_merge(merge(keep, drop), "甲", "核错了")
    assert hooked == [(keep, drop, False), (keep, drop, True)]


def test_an_app_that_refuses_undoes_the_whole_act(tmp_path: Path, hooked: list[tuple[int, int, bool]]) -> None:
    bring_in(tmp_path, "people", someone(1), someone(9))
    bring_in(tmp_path, "certificates", who(9, number="Z1"))
    with pytest.raises(CannotMerge, match="占用同一名额"), transaction.atomic():
        merge(person(1).pk, person(9).pk)
    assert Certificate.objects.get().person_id == person(9).pk
    assert not PersonMerge.objects.exists()


def test_what_cannot_be_merged_is_refused_with_a_reason(tmp_path: Path) -> None:
    bring_in(tmp_path, "people", someone(1), someone(2), someone(3))
    one, other, third = (person(place).pk for place in (1, 2, 3))
    merge(one, other)
    for keep, drop, reason, says in (
        (one, one, "同一人", "同一条记录"),
        (one, 999, "同一人", "不存在"),
        (third, other, "同一人", "已经并入"),
        (other, third, "同一人", "已经并入"),
        (one, third, "  ", "写明理由"),
        (one, third, f"与 {number(3)} 同一人", "不要写证件号码"),
    ):
        with pytest.raises(CannotMerge, match=says):
            merge_people(keep, drop, "甲", reason)
    with pytest.raises(CannotMerge, match="写明理由"):
        undo_merge(PersonMerge.objects.get(), "甲", "")
    undo_merge(PersonMerge.objects.get(), "甲", "核错了")
    with pytest.raises(CannotMerge, match="已经撤销过"):
        undo_merge(PersonMerge.objects.get(), "甲", "核错了")


def test_facts_of_the_kept_record_take_in_what_was_moved(tmp_path: Path) -> None:
    keep, drop = two(tmp_path)
    bring_in(tmp_path, "insurance", who(1, kind="失业保险", from_month="2019-01", to_month="2019-03"),
             who(2, kind="失业保险", from_month="2019-04", to_month="2019-08"))  # fmt: skip
    merge(keep, drop)
    found = frames(["person"], date(2019, 11, 20))["person"]
    assert found["person_insured_months"].to_list() == [8]
