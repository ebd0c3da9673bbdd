"""Rosters brought in: nothing is lost, nothing is taken twice, every fault is said."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from tests.registry.rosters import (
    DAY,
    a_firm,
    bring_in,
    csv_file,
    fates,
    firm_code,
    number,
    someone,
    who,
    xlsx_file,
)  # fmt: skip
from wenye.registry.imports import faulty, jobs
from wenye.registry.models import Employment, Firm, Household, ImportJob, Person, UnemploymentRegistration
from wenye.registry.services import import_roster, teach_heading, write_faulty_rows

pytestmark = pytest.mark.django_db


def messages(job: ImportJob) -> list[str]:
    return list(faulty.messages(job))


def test_people_come_in_with_what_the_roster_tells(tmp_path: Path) -> None:
    job = bring_in(tmp_path, "people", someone(1, village="金盆村", household="H1", wants_training="√"), someone(2))
    person = Person.objects.get(village="金盆村")
    assert fates(job) == (2, 0, 0, 0, 0)
    assert (person.name, person.sex, person.birth_date) == ("张例1", "male", date(1985, 3, 12))
    assert (person.town, person.labour_state, person.wants_training) == ("xushi", "employed", True)
    assert Household.objects.get().members.get() == person


def test_the_same_file_a_second_time_changes_nothing(tmp_path: Path) -> None:
    rows = [someone(1, phone="10000000001"), someone(2), someone(1, phone="10000000001"), someone(3, town="不知道镇")]
    first, again = bring_in(tmp_path, "people", *rows), bring_in(tmp_path, "people", *rows)
    assert fates(first) == (2, 0, 0, 1, 1)
    assert fates(again) == (0, 0, 2, 1, 1)
    assert set(Person.objects.values_list("last_job", flat=True)) == {first.pk}


def test_every_row_has_a_fate(tmp_path: Path) -> None:
    rows = [
        someone(1),
        someone(1),
        someone(1, town="柳林洲街道"),
        {"name": "缺号"},
        someone(2, birth_date="2019-13-01"),
        someone(3),
    ]
    job = bring_in(tmp_path, "people", *rows)
    assert job.read == len(rows) == sum(fates(job))


def test_a_wrong_last_sign_is_said_with_its_row_and_what_to_do(tmp_path: Path) -> None:
    wrong = number(1)[:17] + ("0" if number(1)[17] != "0" else "1")
    job = bring_in(tmp_path, "people", *(someone(place) for place in range(2, 37)), someone(1, id_no=wrong))
    assert messages(job) == ["第 37 行 身份证号第 18 位校验不符，请核对后重新上传该行。"]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"name": "张三", "id_no": "-"}, "身份证号为空，请补填后重新上传该行"),
        (someone(1, id_no="99000019850312"), "身份证号应为 18 位，现为 14 位"),
        (someone(1, town="上海"), "乡镇（街道）“上海”不在可选项内，请改为以下之一后重新上传该行：柳林洲街道、"),
        (someone(1, sex="女"), "性别与身份证号第 17 位不一致"),
        (someone(1, birth_date="1985-03-13"), "出生日期与身份证号中的出生日期不一致"),
        (someone(1, village="村" * 41), "村（社区）太长（41 个字）"),
        (someone(1, phone="138"), "联系电话不是有效的电话号码"),
        (someone(1, returned_on="去年"), "返乡日期“去年”不是可识别的日期，请改为 2019-11-20 这样的写法"),
        (someone(1, wants_to_start="也许"), "创业意愿“也许”不是“是”或“否”"),
    ],
)
def test_each_fault_is_said_in_plain_words(tmp_path: Path, row: dict[str, str], says: str) -> None:
    job = bring_in(tmp_path, "people", row)
    assert (job.added, job.rejected) == (0, 1)
    assert says in messages(job)[0]


def test_all_faults_of_a_row_are_said_together(tmp_path: Path) -> None:
    job = bring_in(tmp_path, "people", someone(1, town="上海", phone="138", sex="不明白"))
    assert len(messages(job)) == 3


def test_dates_that_turn_back_are_refused(tmp_path: Path) -> None:
    job = bring_in(tmp_path, "unemployed", who(1, registered_on="2019-05-06", cancelled_on="2019-05-05"))
    assert "注销日期早于失业登记日期" in messages(job)[0]


def test_faulty_rows_come_back_in_a_file_that_can_be_corrected_and_sent_again(tmp_path: Path) -> None:
    bad = someone(2, phone="138", village="金盆村")
    job = bring_in(tmp_path, "people", someone(1), bad)
    (path,) = write_faulty_rows(job)
    assert path.stat().st_mode & 0o777 == 0o600
    assert Path(settings.WENYE_DATA) in path.parents
    untouched = import_roster(path, "people", dated=DAY)
    assert (fates(untouched), untouched.ignored) == ((0, 0, 0, 0, 1), [])
    ((_, head), (_, cells)) = [(number, cells) for number, cells in _cells(path)]
    cells[head.index("联系电话")] = "10000000002"
    corrected = import_roster(xlsx_file(tmp_path / "改好.xlsx", [head, cells]), "people", dated=DAY)
    assert fates(corrected) == (1, 0, 0, 0, 0)
    assert Person.objects.get(village="金盆村").reveal("phone") == "10000000002"


def _cells(path: Path) -> list[tuple[int, list[str]]]:
    from wenye.registry.readers import sheets

    return [(number, [str(cell) for cell in cells]) for sheet in sheets(path) for number, cells in sheet.rows]


def test_a_repeated_row_fills_gaps_but_never_contradicts(tmp_path: Path) -> None:
    job = bring_in(tmp_path, "people", someone(1), someone(1, village="金盆村"), someone(1, village="黄金村"))
    assert fates(job) == (1, 0, 0, 1, 1)
    assert messages(job) == ["第 4 行 与第 2 行是同一条记录，但村（社区）不同，请只保留正确的一行后重新上传。"]
    assert Person.objects.get().village == "金盆村"


def test_a_later_roster_changes_what_it_tells_and_leaves_what_it_does_not(tmp_path: Path) -> None:
    bring_in(tmp_path, "people", someone(1, village="金盆村", phone="10000000001"))
    job = bring_in(tmp_path, "people", someone(1, village="黄金村", phone=""))
    assert fates(job) == (0, 1, 0, 0, 0)
    assert (Person.objects.get().village, Person.objects.get().reveal("phone")) == ("黄金村", "10000000001")


def test_a_value_is_removed_only_on_purpose(tmp_path: Path) -> None:
    bring_in(tmp_path, "people", someone(1, village="金盆村", phone="10000000001"))
    job = bring_in(tmp_path, "people", someone(1, phone="清空"))
    person = Person.objects.get()
    assert fates(job) == (0, 1, 0, 0, 0)
    assert (person.phone, person.phone_index, person.village) == (None, None, "金盆村")


def test_a_roster_may_speak_of_people_and_firms_not_registered_yet(tmp_path: Path) -> None:
    row = who(1, firm=firm_code(1), firm_name="君山例1公司", started_on="2019-01-02")
    assert fates(bring_in(tmp_path, "employment", row)) == (1, 0, 0, 0, 0)
    assert (Person.objects.get().name, Person.objects.get().labour_state) == ("张例1", None)
    assert fates(bring_in(tmp_path, "people", someone(1))) == (1, 0, 0, 0, 0)
    assert fates(bring_in(tmp_path, "firms", a_firm(1))) == (1, 0, 0, 0, 0)
    spell = Employment.objects.select_related("person", "firm").get()
    assert (spell.person, spell.firm) == (Person.objects.get(), Firm.objects.get())
    assert Person.objects.get().labour_state == "employed"


def test_a_number_held_under_another_name_is_refused_without_showing_that_name(tmp_path: Path) -> None:
    bring_in(tmp_path, "people", someone(1))
    job = bring_in(tmp_path, "unemployed", {**who(1), "person_name": "李四", "registered_on": "2019-05-06"})
    assert messages(job) == [
        "第 2 行 姓名与登记在同一证件号码下的姓名（张**）不一致，请核对姓名和证件号码后重新上传该行。"
    ]


def test_somebody_unknown_without_a_name_is_refused(tmp_path: Path) -> None:
    job = bring_in(tmp_path, "unemployed", {"person": number(1), "registered_on": "2019-05-06"})
    assert "本行又没有姓名" in messages(job)[0]


def test_a_firm_can_be_given_by_its_name(tmp_path: Path) -> None:
    bring_in(tmp_path, "firms", a_firm(1), a_firm(2), a_firm(3, name="君山例2公司"))
    rows = [who(1, firm_name=f"君山例{place}公司", started_on="2019-01-02") for place in (1, 2, 9)]
    job = bring_in(tmp_path, "employment", *rows)
    assert (job.added, job.rejected) == (1, 2)
    assert [("对应不止一家" in text, "找不到" in text) for text in messages(job)] == [(True, False), (False, True)]


def test_a_dry_run_says_what_would_happen_and_writes_nothing(tmp_path: Path) -> None:
    bring_in(tmp_path, "people", someone(1))
    rows = [someone(1, village="金盆村"), someone(2), someone(2), someone(3, phone="1")]
    tried = bring_in(tmp_path, "people", *rows, dry_run=True)
    assert (fates(tried), messages(tried)[0][:5], Person.objects.count()) == ((1, 1, 0, 1, 1), "第 5 行", 1)
    assert fates(bring_in(tmp_path, "people", *rows)) == fates(tried)


def test_headings_can_be_told_and_are_remembered_for_the_department(tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    path.write_text(f"名姓,身份证号,手提号\n张例1,{number(1)},10000000001\n", "utf-8")
    assert import_roster(path, "people", dated=DAY).state == ImportJob.State.FAILED
    told = import_roster(path, "people", dated=DAY, taught={"名姓": "name", "手提号": "phone"}, department="liulinzhou")
    assert fates(told) == (1, 0, 0, 0, 0)
    assert fates(import_roster(path, "people", dated=DAY, department="liulinzhou")) == (0, 0, 1, 0, 0)
    assert import_roster(path, "people", dated=DAY, department="xushi").state == ImportJob.State.FAILED


def test_teaching_a_column_that_does_not_exist_lists_those_that_do() -> None:
    with pytest.raises(jobs.RosterUnreadable, match="phone（联系电话）"):
        teach_heading("xushi", "people", "手提号", "telephone")


def test_a_file_without_headings_says_which_it_needs_and_what_it_shows(tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    path.write_text("甲,乙\n1,2\n", "utf-8")
    job = import_roster(path, "people", dated=DAY)
    assert job.state == ImportJob.State.FAILED
    assert "必须有的栏目：身份证号、姓名" in job.failure
    assert "甲、乙" in job.failure


def test_unknown_headings_and_lines_that_are_no_records_are_reported_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    path.write_text(f"姓名,身份证号,血型\n张例1,{number(1)},A\n\n合计,1,\n", "utf-8")
    job = import_roster(path, "people", dated=DAY)
    assert (job.read, job.noted, job.ignored) == (1, 1, ["没有对应栏目的表头：血型"])


@pytest.mark.parametrize("rows", [jobs.CHUNK - 1, jobs.CHUNK, jobs.CHUNK + 1])
def test_chunks_lose_no_row_at_their_edges(tmp_path: Path, rows: int) -> None:
    job = bring_in(tmp_path, "people", *(someone(place) for place in range(rows)))
    assert (job.read, job.added, Person.objects.count()) == (rows, rows, rows)


def test_a_repetition_in_a_later_chunk_is_noticed(tmp_path: Path) -> None:
    many = [someone(place) for place in range(jobs.CHUNK)]
    job = bring_in(tmp_path, "people", *many, someone(0), someone(1, town="柳林洲街道"))
    assert fates(job) == (jobs.CHUNK, 0, 0, 1, 1)


def test_spells_are_told_apart_by_their_start(tmp_path: Path) -> None:
    bring_in(tmp_path, "unemployed", who(1, registered_on="2018-05-06", cancelled_on="2018-09-01"))
    job = bring_in(tmp_path, "unemployed", who(1, registered_on="2019-05-06"), who(1, registered_on="2018年5月6日"))
    assert fates(job) == (1, 0, 1, 0, 0)
    assert UnemploymentRegistration.objects.count() == 2


def test_csv_in_gb18030_comes_in_alike(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "people", [someone(1, village="𠮷家村")], encoding="gb18030")
    import_roster(path, "people", dated=DAY)
    assert Person.objects.get().village == "𠮷家村"
