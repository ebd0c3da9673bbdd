"""Facts out of the registers: one definition for one and for all, unknown where nobody can know."""

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from django.conf import settings
from django.db import transaction

from tests.registry.rosters import DAY, a_firm, bring_in, firm_code, someone, who
from tests.registry.small import small_district
from wenye.feel.types import Boolean, Date, Enum, Numeric, Words
from wenye.policy.pack import load
from wenye.registry.catalogue import registers
from wenye.registry.facts import entities, frame, frames, origins
from wenye.registry.facts.extract import NoSuchEntity
from wenye.registry.facts.industries import section
from wenye.registry.facts.source import Source
from wenye.registry.facts.sources import SOURCES, kinds
from wenye.registry.models import Person
from wenye.registry.selectors import facts_of

RAW = {
    "insurance_payment": {"kind", "from_month", "to_month"},
    "employment": {"employment_started_on", "employment_ended_on"},
}
"""Columns that are no facts of their own, only counted by ``from:``."""


def known(entity: str, day: date = DAY) -> dict[str, object]:
    """The only subject's facts that are known."""
    return {name: value for name, value in frame(entity, day).row(0, named=True).items() if value is not None}


# What is published fits the pack


@pytest.mark.parametrize("entity", entities())
def test_every_column_is_a_fact_of_the_pack_with_its_type(entity: str) -> None:
    pack = load(Path(settings.WENYE_PACK))
    types = {
        "boolean": (Boolean,),
        "date": (Date,),
        "enum": (Enum,),
        "text": (Words,),
        "integer": (Numeric,),
        "money": (Numeric,),
        "share4": (Numeric,),
    }
    decimals = {"integer": 0, "money": 2, "share4": 4}
    for name, kind in kinds(entity).items():
        if kind == "key" or name in ("town", "gone") or name in RAW.get(entity, ()):
            continue
        fact = pack.facts[name]
        assert (fact.entity, fact.judgement, fact.derived) == (entity, False, None), name
        assert isinstance(fact.type, types[kind]), name
        if isinstance(fact.type, Numeric):
            assert fact.type.decimals == decimals[kind], name


@pytest.mark.parametrize("entity", entities())
def test_every_key_is_a_relation_of_the_pack(entity: str) -> None:
    pack = load(Path(settings.WENYE_PACK))
    keys = {name for name, kind in kinds(entity).items() if kind == "key"}
    assert keys <= {f"{entity}_id", *(f"{relation}_id" for relation in pack.entities[entity].relations)}


def test_every_stored_word_of_a_published_choice_is_known_to_the_pack() -> None:
    pack = load(Path(settings.WENYE_PACK))
    stored = {
        "migrant_returner": "people",
        "residence": "people",
        "start_up_form": "people",
        "firm_kind": "firms",
        "firm_size": "firms",
        "hardship_grade": "households",
    }
    for name, register in stored.items():
        kind = pack.facts[name].type
        assert isinstance(kind, Enum)
        assert set(registers()[register].columns[name].choices.values()) <= set(kind.values), name


@pytest.mark.parametrize("entity", entities())
def test_every_fact_names_the_register_it_comes_from(entity: str) -> None:
    named = {name for name, kind in kinds(entity).items() if kind != "key"}
    assert set(origins(entity)) == named
    assert all(origin.label.zh and origin.keeper for told in origins(entity).values() for origin in told)


def test_absence_says_something_only_where_the_register_is_complete() -> None:
    silent = {source.register for source in SOURCES if source.absent}
    assert not {name for name in silent if not registers()[name].complete}


# One and all


@pytest.mark.django_db
def test_one_subject_is_read_by_the_same_definition_as_all(tmp_path: Path) -> None:
    small_district(tmp_path)
    for entity in entities():
        if entity == "insurance_payment":
            continue
        whole = frame(entity, DAY)
        assert whole.height, entity
        for key in whole[f"{entity}_id"]:
            assert frame(entity, DAY, key).equals(whole.filter(pl.col(f"{entity}_id") == key)), entity


@pytest.mark.django_db(transaction=True)
def test_a_whole_extract_equals_what_the_open_connection_sees(tmp_path: Path) -> None:
    """ADBC on a snapshot (SQLite) or on the server (PostgreSQL), and Django's own connection: the same frames."""
    small_district(tmp_path)
    outside = frames(entities(), DAY)
    with transaction.atomic():
        inside = frames(entities(), DAY)
    for entity in entities():
        assert outside[entity].schema == inside[entity].schema, entity
        key = f"{entity}_id"
        order = [key, "month"] if entity == "insurance_payment" else [key]
        assert outside[entity].sort(order).equals(inside[entity].sort(order)), entity


@pytest.mark.django_db
def test_every_subject_appears_once(tmp_path: Path) -> None:
    small_district(tmp_path)
    for entity in entities():
        found = frame(entity, DAY)
        keys = [f"{entity}_id", "month"] if entity == "insurance_payment" else [f"{entity}_id"]
        assert found.select(keys).is_duplicated().sum() == 0, entity


@pytest.mark.django_db
def test_an_entity_no_register_holds_is_refused_by_name() -> None:
    with pytest.raises(NoSuchEntity, match="meeting"):
        frame("meeting", DAY, 1)


@pytest.mark.django_db
def test_columns_have_their_declared_types_even_when_nothing_is_held() -> None:
    types = {
        "key": pl.Int64,
        "boolean": pl.Boolean,
        "integer": pl.Int64,
        "money": pl.Int64,
        "share4": pl.Int64,
        "date": pl.Date,
        "enum": pl.String,
        "text": pl.String,
    }
    for entity in entities():
        if entity != "insurance_payment":
            assert dict(frame(entity, DAY).schema) == {name: types[kind] for name, kind in kinds(entity).items()}


@pytest.mark.django_db
def test_what_a_register_holds_as_text_comes_out_as_it_stands(tmp_path: Path) -> None:
    """The occupation on a certificate tells claims apart; a certificate that names none leaves it unknown."""
    bring_in(tmp_path, "people", someone(1))
    bring_in(tmp_path, "certificates", who(1, number="Z1", occupation="电工"), who(1, number="Z2"))
    assert sorted(frame("certificate", DAY)["cert_occupation"].to_list(), key=str) == [None, "电工"]


# Unknown and no


@pytest.mark.django_db
def test_a_register_never_brought_in_says_nothing_about_anybody(tmp_path: Path) -> None:
    bring_in(tmp_path, "people", someone(1))
    assert {"registered_poor", "veteran", "registered_unemployed", "person_insured_months"}.isdisjoint(known("person"))


@pytest.mark.django_db
def test_absence_from_a_complete_register_is_a_no(tmp_path: Path) -> None:
    bring_in(tmp_path, "people", someone(1))
    bring_in(tmp_path, "poverty", who(2, registered_on="2015-01-01"))
    found = frame("person", DAY).sort("person_id")["registered_poor"].to_list()
    assert sorted(found) == [False, True]


@pytest.mark.django_db
def test_a_blank_cell_stays_unknown_where_absence_would_be_a_no(tmp_path: Path) -> None:
    bring_in(tmp_path, "graduates", who(1, school="某校", hardship=""), who(2, school="某校", hardship="否"))
    assert sorted(map(str, frame("person", DAY)["state_student_loan"].to_list())) == ["False", "None"]


@pytest.mark.django_db
def test_a_firm_of_unknown_kind_leaves_employment_in_an_enterprise_unknown(tmp_path: Path) -> None:
    bring_in(tmp_path, "employment", who(1, firm=firm_code(1), firm_name="某单位", started_on="2019-01-02"))
    assert known("person")["has_job"] is True
    assert "employed_in_enterprise" not in known("person")


@pytest.mark.django_db
def test_the_state_the_town_noted_fills_what_the_work_register_leaves_open(tmp_path: Path) -> None:
    bring_in(tmp_path, "people", someone(1, labour_state="失业"), someone(2, labour_state="失业"))
    bring_in(tmp_path, "employment", who(2, firm=firm_code(1), firm_name="某单位", started_on="2019-01-02"))
    assert sorted(frame("person", DAY)["has_job"].to_list()) == [False, True]


# On the day


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "registered"),
    [(date(2019, 5, 5), False), (date(2019, 5, 6), True), (date(2019, 8, 31), True), (date(2019, 9, 1), False)],
)
def test_a_registration_counts_from_its_day_until_it_is_cancelled(tmp_path: Path, day: date, registered: bool) -> None:
    bring_in(tmp_path, "unemployed", who(1, registered_on="2019-05-06", cancelled_on="2019-09-01"))
    assert known("person", day)["registered_unemployed"] is registered


@pytest.mark.django_db
def test_insured_months_are_counted_once_and_only_up_to_the_day(tmp_path: Path) -> None:
    spans = [("2018-01", "2018-06"), ("2018-04", "2018-09"), ("2019-01", "2020-12")]
    rows = [who(1, kind="失业保险", from_month=first, to_month=last) for first, last in spans]
    bring_in(tmp_path, "insurance", *rows, who(1, kind="养老保险", from_month="2010-01", to_month="2017-12"))
    assert known("person")["person_insured_months"] == 9 + 11
    assert known("person", date(2018, 5, 31))["person_insured_months"] == 5


@pytest.mark.django_db
def test_a_hire_tells_how_long_it_lasted_and_what_was_paid(tmp_path: Path) -> None:
    firm = {"firm": firm_code(1), "firm_name": "某单位"}
    bring_in(tmp_path, "employment", who(1, **firm, started_on="2018-06-03", confirmed_on="2020-01-15"))
    bring_in(tmp_path, "unemployed", who(1, registered_on="2017-06-03", cancelled_on="2018-06-03"))
    bring_in(tmp_path, "insurance", who(1, **firm, kind="失业保险", from_month="2018-01", to_month="2018-12"))
    facts = known("hire")
    assert (facts["hired_on"], facts["employed_through"]) == (date(2018, 6, 3), DAY)
    assert (facts["registered_unemployed_at_hire"], facts["hire_insured_months"]) == (True, 7)


@pytest.mark.django_db
def test_what_happens_later_does_not_show(tmp_path: Path) -> None:
    small_district(tmp_path)
    for entity in entities():
        for name, kind in kinds(entity).items():
            future = ("graduation_on", "interest_due_on", "traineeship_ends_on")  # known beforehand
            if kind == "date" and name not in future and name in (found := frame(entity, date(2019, 3, 15))).columns:
                assert (found[name].max() or date.min) <= date(2019, 3, 15), name


@pytest.mark.django_db
@pytest.mark.parametrize(("laid_off", "rate"), [(11, 550), (12, 600), (1, 50), (0, 0), (200, 10000)])
def test_the_lay_off_rate_is_exact_in_ten_thousandths(tmp_path: Path, laid_off: int, rate: int) -> None:
    bring_in(tmp_path, "firms", a_firm(1))
    bring_in(
        tmp_path,
        "firm_years",
        {"firm": firm_code(1), "year": "2018", "staff_at_start": "200", "laid_off": str(laid_off)},
    )
    assert known("firm")["lay_off_rate"] == rate


@pytest.mark.django_db
def test_a_fact_is_shown_with_its_register_and_the_day_of_its_roster(tmp_path: Path) -> None:
    bring_in(tmp_path, "people", someone(1))
    bring_in(tmp_path, "poverty", who(1, registered_on="2015-01-01"), day=date(2019, 10, 31))
    found = {fact.name: fact for fact in facts_of("person", Person.objects.get().pk, DAY)}
    poor, sex = found["registered_poor"], found["sex"]
    assert (poor.value, poor.origin.label.zh, poor.dated) == (True, "建档立卡贫困人口登记册", date(2019, 10, 31))
    assert (sex.value, sex.origin.keeper, sex.dated) == ("male", "towns", DAY)
    assert (found["veteran"].value, found["veteran"].dated) == (None, None)


@pytest.mark.django_db
def test_where_two_registers_tell_a_fact_the_one_that_told_it_is_named(tmp_path: Path) -> None:
    bring_in(tmp_path, "people", someone(1), someone(2, labour_state="失业"))
    bring_in(tmp_path, "employment", who(1, firm=firm_code(1), firm_name="某单位", started_on="2019-01-02"))
    told = {}
    for person in Person.objects.all():
        fact = next(fact for fact in facts_of("person", person.pk, DAY) if fact.name == "has_job")
        told[fact.value] = fact.origin.register
    assert told == {True: "employment", False: "people"}


LOCKED = """
import django, sqlite3, subprocess, sys
django.setup()
from datetime import date
from django.core.management import call_command
from django.conf import settings
from django.db import transaction
from wenye.registry.facts import entities, frames
call_command("migrate", verbosity=0)
live = str(settings.DATABASES["default"]["NAME"])
holder = sqlite3.connect(live, isolation_level=None)
holder.execute("BEGIN IMMEDIATE")
frames(entities(), date(2019, 11, 20))
other = "import sqlite3,sys; sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None).execute('BEGIN IMMEDIATE')"
done = subprocess.run([sys.executable, "-c", other, live], capture_output=True, text=True)
print("kept" if "database is locked" in done.stderr else "LOST " + done.stderr)
"""


def test_a_lock_survives_an_extraction(tmp_path: Path) -> None:
    """On a real SQLite file: whoever holds the write lock in this process still holds it after all frames came out."""
    outside = {
        name: value
        for name, value in os.environ.items()
        if name not in ("WENYE_DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    }
    environment = {**outside, "WENYE_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "wenye.settings"}
    done = subprocess.run([sys.executable, "-c", LOCKED], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "kept"
    assert not list((tmp_path / "snapshots").iterdir())


# What the registers hold, and what the pack makes of it


TABLES = re.compile(r"registry_(\w+) (?!AS\b)(\w+)")
IDENTITIES = {"person", "firm", "household"}
"""Whoever left one of these registers is gone as a subject, and still known to those who point to them."""


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: f"{source.entity}-{source.register}")
def test_every_source_minds_whom_a_complete_roster_no_longer_holds(source: Source) -> None:
    for table, alias in TABLES.findall(source.sql):
        minded = f"held({alias})" in source.sql or f"until({alias}." in source.sql
        only_a_key = (table, source.columns) == ("employment", {"hire_insured_months": "integer"})
        assert minded or table in IDENTITIES or only_a_key, table


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("食品加工", "manufacturing"),
        ("计算机、通信和其他电子设备制造业", "manufacturing"),
        ("互联网零售", "wholesale_retail"),
        ("建筑材料批发", "wholesale_retail"),
        ("农业", "agriculture"),
        ("农业机械制造", "manufacturing"),
        ("煤炭开采和洗选业", "mining"),
        ("电力、热力生产和供应业", "utilities"),
        ("软件和信息技术服务业", "information"),
        ("居民服务业", "resident_services"),
        ("星际旅行", None),
        ("", None),
    ],
)
def test_the_words_of_an_entry_name_its_section_of_industry(tmp_path: Path, written: str, named: str | None) -> None:
    bring_in(tmp_path, "firms", a_firm(1, industry=written))
    assert known("firm").get("industry_section") == named


def test_every_section_the_words_name_is_known_to_the_pack() -> None:
    kind = load(Path(settings.WENYE_PACK)).facts["industry_section"].type
    assert isinstance(kind, Enum)
    named = set(re.findall(r"THEN '(\w+)'", section("f.industry")))
    assert named == set(kind.values)


@pytest.mark.django_db
def test_days_of_a_course_are_told_once_it_is_over(tmp_path: Path) -> None:
    bring_in(tmp_path, "trainings", who(1, course="电工班", started_on="2019-02-01", ended_on="2019-02-20", days="12"))
    assert (known("training")["training_days"], known("training")["training_ended_on"]) == (12, date(2019, 2, 20))
    assert not {"training_days", "training_ended_on"} & set(known("training", date(2019, 2, 19)))


@pytest.mark.django_db
def test_why_a_job_was_lost_is_told_while_the_registration_stands(tmp_path: Path) -> None:
    bring_in(tmp_path, "unemployed", who(1, registered_on="2019-05-06", cancelled_on="2019-09-01", reason="裁员"))
    assert known("person", date(2019, 8, 31))["job_loss_reason"] == "dismissed"
    assert "job_loss_reason" not in known("person", date(2019, 9, 1))


@pytest.mark.django_db
def test_a_class_counts_for_a_trainer_who_was_listed_on_that_day(tmp_path: Path) -> None:
    classes = [who(place, course="创业班", held_on="2019-03-01", hours="4") for place in (1, 2, 3)]
    bring_in(tmp_path, "lectures", *classes)
    bring_in(tmp_path, "trainers", who(1, listed_on="2019-03-01"), who(2, listed_on="2019-03-02"))
    assert frame("lecture", DAY).sort("lecture_id")["start_up_trainer"].to_list() == [True, False, False]


@pytest.mark.django_db
def test_a_firm_that_was_dissolved_operates_no_more_and_gives_its_owner_no_business(tmp_path: Path) -> None:
    bring_in(tmp_path, "firms", a_firm(1, owner=who(1)["person"], owner_name="张例1"))
    bring_in(
        tmp_path, "deregistrations", {"firm": firm_code(1), "firm_name": "君山例1公司", "dissolved_on": "2019-11-20"}
    )
    before, after = date(2019, 11, 19), DAY
    assert (known("firm", before)["operating_normally"], known("person", before)["own_business"]) == (True, True)
    assert (known("firm", after)["operating_normally"], known("person", after)["own_business"]) == (False, False)
    assert ("gone" in known("firm", before), known("firm", after)["gone"]) == (False, True)
