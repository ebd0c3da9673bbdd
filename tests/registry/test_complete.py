"""A complete roster: whoever is not in it is no longer on the register, nothing is deleted, and it can be undone."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.registry.rosters import DAY, Row, a_firm, bring_in, csv_file, fates, firm_code, number, someone, who
from wenye.cli import main
from wenye.registry.facts import frame
from wenye.registry.imports.complete import CannotBeComplete, Complete
from wenye.registry.imports.jobs import CHUNK
from wenye.registry.models import HardToPlace, ImportJob, ImportSeen, Person, PovertyEntry
from wenye.registry.services import import_roster, note_decision, run_waiting, undo_import
from wenye.work.models import Job

pytestmark = pytest.mark.django_db
LATER = date(2019, 12, 20)


def poor(place: int, **more: str) -> dict[str, str]:
    return who(place, registered_on="2016-05-01", **more)


def whole(
    folder: Path, name: str, rows: Sequence[Row], *, may_end: int = 50, day: date = LATER, dry_run: bool = False,
    despite_faults: bool = False,
) -> ImportJob:  # fmt: skip
    """A complete roster brought in."""
    path = csv_file(folder, name, rows, file="完整名册.csv")
    return import_roster(path, name, dated=day, dry_run=dry_run, complete=Complete(may_end, despite_faults))


def on_poverty_register(day: date) -> list[bool]:
    return frame("person", day).sort("person_id")["registered_poor"].to_list()


def test_whoever_is_not_in_it_is_on_the_register_until_its_day_and_no_longer(tmp_path: Path) -> None:
    bring_in(tmp_path, "poverty", poor(1), poor(2), poor(3))
    job = whole(tmp_path, "poverty", [poor(1), poor(3)])
    assert (fates(job), job.ended, job.held_back) == ((0, 0, 2, 0, 0), 1, "")
    assert on_poverty_register(date(2019, 12, 19)) == [True, True, True]
    assert on_poverty_register(LATER) == [True, False, True]
    assert PovertyEntry.objects.count() == 3
    assert not ImportSeen.objects.exists()


def test_a_spell_ends_on_its_day_and_stays_known_for_the_days_before(tmp_path: Path) -> None:
    bring_in(tmp_path, "unemployed", who(1, registered_on="2019-01-05"), who(2, registered_on="2019-01-05"))
    job = whole(tmp_path, "unemployed", [who(1, registered_on="2019-01-05")])
    assert job.ended == 1
    bring_in(
        tmp_path, "employment",
        who(2, firm=firm_code(1), firm_name="某单位", started_on="2019-12-01", confirmed_on="2020-01-10"),
    )  # fmt: skip
    assert frame("person", LATER).sort("person_id")["registered_unemployed"].to_list() == [True, False]
    assert frame("hire", date(2020, 1, 15))["registered_unemployed_at_hire"].to_list() == [True]


def test_what_had_ended_by_itself_need_not_stand_in_a_complete_roster(tmp_path: Path) -> None:
    bring_in(
        tmp_path,
        "hard_to_place",
        who(1, recognised_on="2018-01-01"),
        who(2, recognised_on="2018-01-01", ended_on="2019-03-01"),
    )
    job = whole(tmp_path, "hard_to_place", [who(1, recognised_on="2018-01-01")], may_end=0)
    assert (job.ended, job.held_back) == (0, "")
    assert not HardToPlace.objects.exclude(left_on=None).exists()


def test_somebody_only_mentioned_by_another_register_was_never_on_this_one(tmp_path: Path) -> None:
    bring_in(tmp_path, "people", someone(1))
    bring_in(tmp_path, "poverty", poor(2))
    assert whole(tmp_path, "people", [someone(1)], may_end=0).held_back == ""
    assert not Person.objects.exclude(left_on=None).exists()


def test_whoever_left_the_people_is_gone_as_a_subject(tmp_path: Path) -> None:
    bring_in(tmp_path, "people", someone(1), someone(2))
    assert whole(tmp_path, "people", [someone(1)]).ended == 1
    assert frame("person", LATER).sort("person_id")["gone"].to_list() == [None, True]
    assert frame("person", DAY)["gone"].to_list() == [None, None]


def test_firms_known_from_a_survey_alone_are_not_ended_by_the_register_of_firms(tmp_path: Path) -> None:
    bring_in(tmp_path, "firms", a_firm(1))
    bring_in(tmp_path, "firm_survey", {"uscc": firm_code(2), "name": "君山例2公司", "staff": "5"})
    job = whole(tmp_path, "firms", [a_firm(1)], may_end=0)
    assert (job.ended, job.held_back) == (0, "")


def test_a_dry_run_says_how_many_would_end_and_ends_nobody(tmp_path: Path) -> None:
    bring_in(tmp_path, "poverty", poor(1), poor(2))
    assert whole(tmp_path, "poverty", [poor(1)], dry_run=True).ended == 1
    assert on_poverty_register(LATER) == [True, True]
    assert not ImportSeen.objects.exists()


@pytest.mark.parametrize(("may_end", "ended"), [(33, 0), (34, 1)])
def test_more_than_the_stated_share_does_not_vanish_unless_told(tmp_path: Path, may_end: int, ended: int) -> None:
    bring_in(tmp_path, "poverty", poor(1), poor(2), poor(3))
    job = whole(tmp_path, "poverty", [poor(1), poor(2), poor(4)], may_end=may_end)
    assert (job.added, job.ended, bool(job.held_back)) == (1, ended, not ended)
    if not ended:
        assert "占在册 3 行的 34%" in job.held_back
        assert "--may-end 34" in job.held_back


def test_the_same_roster_sent_again_with_leave_ends_them(tmp_path: Path) -> None:
    bring_in(tmp_path, "poverty", poor(1), poor(2))
    assert whole(tmp_path, "poverty", [poor(1)], may_end=10).held_back
    assert whole(tmp_path, "poverty", [poor(1)], may_end=50).ended == 1


def test_a_faulty_row_protects_whom_it_is_about(tmp_path: Path) -> None:
    bring_in(tmp_path, "poverty", poor(1), poor(2), poor(3))
    faulty = who(2, registered_on="前年")
    job = whole(tmp_path, "poverty", [poor(1), faulty])
    assert (job.rejected, job.untold, job.ended) == (1, 0, 1)
    assert on_poverty_register(LATER) == [True, True, False]


def test_a_row_that_does_not_tell_whom_it_is_about_holds_everything_back(tmp_path: Path) -> None:
    bring_in(tmp_path, "poverty", poor(1), poor(2))
    unreadable = {**poor(2), "person": number(2)[:17] + "?"}
    job = whole(tmp_path, "poverty", [poor(1), unreadable])
    assert (job.untold, job.ended) == (1, 0)
    assert "有 1 行读不出是谁" in job.held_back
    assert whole(tmp_path, "poverty", [poor(1), unreadable], despite_faults=True).ended == 1


def test_whoever_stands_in_a_later_roster_is_back(tmp_path: Path) -> None:
    bring_in(tmp_path, "poverty", poor(1), poor(2))
    whole(tmp_path, "poverty", [poor(1)])
    job = bring_in(tmp_path, "poverty", poor(2), day=date(2020, 1, 20))
    assert fates(job) == (0, 1, 0, 0, 0)
    assert on_poverty_register(date(2020, 1, 20)) == [True, True]
    undo_import(job)
    assert on_poverty_register(date(2020, 1, 20)) == [True, False]


def test_an_older_roster_brings_nobody_back(tmp_path: Path) -> None:
    bring_in(tmp_path, "poverty", poor(1), poor(2))
    whole(tmp_path, "poverty", [poor(1)])
    bring_in(tmp_path, "poverty", poor(2, cause="因病"), day=date(2019, 11, 30))
    assert PovertyEntry.objects.filter(cause="因病").exists()
    assert on_poverty_register(LATER) == [True, False]


def test_an_undo_puts_them_on_the_register_again(tmp_path: Path) -> None:
    bring_in(tmp_path, "poverty", poor(1), poor(2))
    before = list(PovertyEntry.objects.order_by("id").values())
    job = whole(tmp_path, "poverty", [poor(1)])
    assert undo_import(job).undo_report["readmitted"] == 1
    assert list(PovertyEntry.objects.order_by("id").values()) == before


def test_an_earlier_import_undone_later_does_not_bring_back_whom_a_complete_roster_ended(tmp_path: Path) -> None:
    bring_in(tmp_path, "poverty", poor(1), poor(2))
    changed = bring_in(tmp_path, "poverty", poor(2, cause="因病"))
    whole(tmp_path, "poverty", [poor(1)])
    assert undo_import(changed).undo_report["restored"] == 1
    assert on_poverty_register(LATER) == [True, False]


def test_decisions_on_those_who_left_are_marked(tmp_path: Path) -> None:
    bring_in(tmp_path, "poverty", poor(1), poor(2))
    people = list(Person.objects.order_by("id"))
    notes = [note_decision(f"认定{person.pk}", "person", person.pk, "start-up-grant") for person in people]
    job = whole(tmp_path, "poverty", [poor(1)])
    for note in notes:
        note.refresh_from_db()
    assert [note.touched_by for note in notes] == [None, job]


def test_an_older_roster_cannot_be_complete_any_more(tmp_path: Path) -> None:
    bring_in(tmp_path, "poverty", poor(1), day=LATER)
    with pytest.raises(CannotBeComplete, match="已导入过 2019-12-20 的名册"):
        whole(tmp_path, "poverty", [poor(2)], day=DAY)


def test_a_roster_that_only_adds_to_another_register_cannot_be_complete(tmp_path: Path) -> None:
    with pytest.raises(CannotBeComplete, match="只补充“市场主体登记册”"):
        whole(tmp_path, "firm_survey", [{"uscc": firm_code(1), "name": "君山例1公司", "staff": "5"}])


def test_in_many_chunks_everybody_is_seen(tmp_path: Path) -> None:
    everyone = [someone(place) for place in range(CHUNK + 50)]
    bring_in(tmp_path, "people", *everyone)
    job = whole(tmp_path, "people", everyone[1:], may_end=1)
    assert (job.same, job.ended) == (CHUNK + 49, 1)
    assert Person.objects.exclude(left_on=None).get().name == "张例0"


def test_the_verb_says_who_would_leave_and_why_nobody_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bring_in(tmp_path, "poverty", *(poor(place) for place in range(10)))
    path = str(csv_file(tmp_path, "poverty", [poor(place) for place in range(9)], file="完整.csv"))
    arguments = ["import", "poverty", path, "--dated", "2019-12-20", "--complete"]
    assert main([*arguments, "--dry-run"]) == 0
    assert "完整名册：将有 1 行自 2019-12-20 起不再在册。" in capsys.readouterr().out
    assert main([*arguments, "--may-end", "9"]) == 1
    assert "没有清退：名册里没有的有 1 行，占在册 10 行的 10%" in capsys.readouterr().out
    assert main(arguments) == 0
    assert on_poverty_register(LATER).count(True) == 9


def test_leave_to_end_goes_with_a_complete_roster_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(csv_file(tmp_path, "poverty", [poor(1)]))
    assert main(["import", "poverty", path, "--may-end", "20"]) == 2
    assert "请同时加 --complete" in capsys.readouterr().err


@pytest.mark.django_db(transaction=True)
def test_after_a_kill_those_seen_before_it_are_not_forgotten(tmp_path: Path) -> None:
    everyone = [someone(place) for place in range(2 * CHUNK)]
    bring_in(tmp_path, "people", *everyone)
    path = csv_file(tmp_path, "people", everyone[:-1], file="完整名册.csv")

    def killed(done: int, total: int | None) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_roster(path, "people", dated=LATER, complete=Complete(1), watch=killed)
    assert ImportSeen.objects.count() == CHUNK
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    (done,) = run_waiting()
    assert (done.same, done.ended) == (2 * CHUNK - 1, 1)
    assert not ImportSeen.objects.exists()
