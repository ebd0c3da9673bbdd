"""An import taken back."""

from pathlib import Path

import pytest

from tests.registry.rosters import bring_in, fates, firm_code, number, someone, who
from wenye.registry.imports.undo import CannotUndo
from wenye.registry.models import Employment, Firm, ImportJob, Person, StandingDecision
from wenye.registry.selectors import touched_decisions
from wenye.registry.services import note_decision, undo_import

pytestmark = pytest.mark.django_db


def report(job: ImportJob) -> tuple[int, int, int, int]:
    told = undo_import(job).undo_report
    return told["restored"], told["removed"], told["overtaken"], told["kept"]


def hires(folder: Path, place: int, **more: str) -> ImportJob:
    row = who(place, firm=firm_code(1), firm_name="君山例1公司", started_on="2019-01-02", **more)
    return bring_in(folder, "employment", row)


def test_what_an_import_added_goes(tmp_path: Path) -> None:
    bring_in(tmp_path, "people", someone(1))
    job = bring_in(tmp_path, "people", someone(2), someone(3))
    assert report(job) == (0, 2, 0, 0)
    assert Person.objects.get().name == "张例1"


def test_what_an_import_changed_gets_its_values_again_sealed_ones_too(tmp_path: Path) -> None:
    bring_in(tmp_path, "people", someone(1, village="金盆村", phone="10000000001"))
    before = Person.objects.values().get()
    job = bring_in(tmp_path, "people", someone(1, village="黄金村", phone="10000000009", wants_training="是"))
    assert report(job) == (1, 0, 0, 0)
    assert Person.objects.values().get() == before
    assert Person.objects.get().reveal("phone") == "10000000001"


def test_somebody_only_mentioned_goes_with_the_row_that_mentioned_them(tmp_path: Path) -> None:
    job = hires(tmp_path, 1)
    assert report(job) == (0, 3, 0, 0)
    assert not (Employment.objects.exists() or Person.objects.exists() or Firm.objects.exists())


def test_somebody_whom_others_speak_of_stays(tmp_path: Path) -> None:
    job = hires(tmp_path, 1)
    bring_in(tmp_path, "unemployed", who(1, registered_on="2019-05-06"))
    assert report(job) == (0, 2, 0, 1)
    assert Person.objects.count() == 1


def test_what_a_later_import_changed_stays_and_is_said(tmp_path: Path) -> None:
    bring_in(tmp_path, "people", someone(1, village="金盆村"))
    middle = bring_in(tmp_path, "people", someone(1, village="黄金村"))
    bring_in(tmp_path, "people", someone(1, village="高山村"))
    assert report(middle) == (0, 0, 1, 0)
    assert Person.objects.get().village == "高山村"


def test_undone_in_turn_everything_is_as_it_was(tmp_path: Path) -> None:
    first = bring_in(tmp_path, "people", someone(1, village="金盆村"))
    second = bring_in(tmp_path, "people", someone(1, village="黄金村"), someone(2))
    assert (report(second), report(first)) == ((1, 1, 0, 0), (0, 1, 0, 0))
    assert not Person.objects.exists()


def test_after_an_undo_the_same_file_comes_in_again(tmp_path: Path) -> None:
    undo_import(bring_in(tmp_path, "people", someone(1)))
    assert fates(bring_in(tmp_path, "people", someone(1))) == (1, 0, 0, 0, 0)


def test_decisions_on_touched_subjects_are_marked_and_no_others(tmp_path: Path) -> None:
    bring_in(tmp_path, "people", someone(1), someone(2))
    by_place = {person.reveal("id_no"): person.pk for person in Person.objects.all()}
    job = hires(tmp_path, 1)
    for place in (1, 2):
        note_decision(f"认定{place}", "person", by_place[number(place)], "start-up-grant")
    assert not touched_decisions().exists()
    assert undo_import(job).undo_report["decisions"] == 1
    assert [decision.reference for decision in touched_decisions()] == ["认定1"]


@pytest.mark.parametrize("news", ["a changed row", "a row in another register"])
def test_an_import_that_tells_something_new_of_a_subject_marks_its_decisions(tmp_path: Path, news: str) -> None:
    bring_in(tmp_path, "people", someone(1, village="金盆村"))
    note_decision("认定1", "person", Person.objects.get().pk, "start-up-grant")
    changed = news == "a changed row"
    job = bring_in(tmp_path, "people", someone(1, village="黄金村")) if changed else hires(tmp_path, 1)
    assert StandingDecision.objects.get().touched_by == job
    assert note_decision("认定1", "person", Person.objects.get().pk, "start-up-grant").touched_by is None


def test_what_is_told_of_a_person_or_household_touches_the_decisions_that_rest_on_it(tmp_path: Path) -> None:
    bring_in(tmp_path, "people", someone(1, household="H1"), someone(2))
    hires(tmp_path, 1)
    hires(tmp_path, 2)
    one, two = Person.objects.order_by("pk")
    spells = {spell.person_id: spell.pk for spell in Employment.objects.all()}
    for person in (one, two):
        note_decision(f"本人{person.pk}", "person", person.pk, "start-up-grant")
        note_decision(f"招用{person.pk}", "hire", spells[person.pk], "unemployed-hire-grant")
    home = bring_in(tmp_path, "households", {"number": "H1", "low_income": "是"})
    assert [decision.reference for decision in touched_decisions()] == [f"本人{one.pk}"]
    poor = bring_in(tmp_path, "poverty", who(1, registered_on="2016-01-01"), who(2, registered_on="2016-01-01"))
    touched = {decision.reference: decision.touched_by for decision in touched_decisions()}
    assert touched == {f"本人{one.pk}": home, f"本人{two.pk}": poor, f"招用{one.pk}": poor, f"招用{two.pk}": poor}


def test_a_row_that_changed_touches_the_decision_on_it(tmp_path: Path) -> None:
    hires(tmp_path, 1)
    note_decision("招用", "hire", Employment.objects.get().pk, "unemployed-hire-grant")
    job = hires(tmp_path, 1, ended_on="2019-10-01")
    assert StandingDecision.objects.get().touched_by == job


def test_neither_a_dry_run_nor_an_undone_import_can_be_undone(tmp_path: Path) -> None:
    tried = bring_in(tmp_path, "people", someone(1), dry_run=True)
    done = undo_import(bring_in(tmp_path, "people", someone(1)))
    for job in (tried, done):
        with pytest.raises(CannotUndo, match="不能撤销"):
            undo_import(job)
