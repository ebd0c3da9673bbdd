"""Whom nothing may be paid to any more, and who is too close to a case to handle it."""

from datetime import date
from pathlib import Path

import pytest

from tests.registry.rosters import DAY, a_firm, bring_in, firm_code, someone, who
from wenye.registry.facts.extract import NoSuchEntity
from wenye.registry.models import Employment, Firm, Institution, Mentor, Person, ServiceOffice
from wenye.registry.selectors import payment_stops, related_to
from wenye.registry.services import undo_import

pytestmark = pytest.mark.django_db


def person(place: int) -> Person:
    return Person.objects.get(name=f"张例{place}")


def firm(place: int) -> Firm:
    return Firm.objects.get(uscc=firm_code(place))


def ended(place: int, day: str) -> dict[str, str]:
    return {"firm": firm_code(place), "firm_name": f"君山例{place}公司", "dissolved_on": day}


@pytest.mark.parametrize(("day", "stopped"), [(date(2019, 11, 19), False), (DAY, True)])
def test_nothing_is_paid_to_the_dead_from_the_day_they_died(tmp_path: Path, day: date, stopped: bool) -> None:
    bring_in(tmp_path, "people", someone(1), someone(2))
    bring_in(tmp_path, "deaths", who(1, died_on="2019-11-20"))
    stops = payment_stops("person", [person(1).pk, person(2).pk], day)
    assert set(stops) == ({person(1).pk} if stopped else set())
    if stopped:
        stop = stops[person(1).pk]
        assert (stop.kind, stop.since) == ("dead", DAY)
        assert "2019-11-20 去世" in stop.reason.zh


def test_a_death_recorded_in_error_and_taken_back_stops_nothing(tmp_path: Path) -> None:
    bring_in(tmp_path, "people", someone(1))
    undo_import(bring_in(tmp_path, "deaths", who(1, died_on="2019-11-20")))
    assert payment_stops("person", [person(1).pk], DAY) == {}


@pytest.mark.parametrize(("day", "stopped"), [(date(2019, 11, 19), False), (DAY, True)])
def test_nothing_is_paid_to_a_firm_from_the_day_it_was_dissolved(tmp_path: Path, day: date, stopped: bool) -> None:
    bring_in(tmp_path, "firms", a_firm(1), a_firm(2))
    bring_in(tmp_path, "deregistrations", ended(1, "2019-11-20"))
    stops = payment_stops("firm", [firm(1).pk, firm(2).pk], day)
    assert {key: stop.kind for key, stop in stops.items()} == ({firm(1).pk: "dissolved"} if stopped else {})


@pytest.mark.parametrize(("status", "kinds"), [("注销", ["closed"]), ("吊销", ["closed"]), ("停业", []), ("存续", [])])
def test_the_state_in_the_register_of_firms_stops_payments_too(tmp_path: Path, status: str, kinds: list[str]) -> None:
    bring_in(tmp_path, "firms", a_firm(1, status=status))
    assert [stop.kind for stop in payment_stops("firm", [firm(1).pk], DAY).values()] == kinds


def test_whoever_is_not_registered_is_not_paid(tmp_path: Path) -> None:
    assert payment_stops("person", [99], DAY)[99].kind == "missing"
    assert payment_stops("office", [99], DAY)[99].kind == "missing"


def test_a_mentor_stops_as_a_person_and_an_institution_as_its_firm(tmp_path: Path) -> None:
    bring_in(tmp_path, "mentors", who(1, in_group="是"))
    bring_in(tmp_path, "deaths", who(1, died_on="2019-11-01"))
    bring_in(tmp_path, "institutions", {"firm": firm_code(1), "firm_name": "君山例1公司", "kind": "经办银行"})
    bring_in(tmp_path, "deregistrations", ended(1, "2019-11-01"))
    bring_in(tmp_path, "offices", {"name": "服务站", "rating_year": "2019"})
    assert payment_stops("mentor", [Mentor.objects.get().pk], DAY)[Mentor.objects.get().pk].kind == "dead"
    bank = Institution.objects.get().pk
    assert payment_stops("institution", [bank], DAY)[bank].kind == "dissolved"
    assert payment_stops("office", [ServiceOffice.objects.get().pk], DAY) == {}


def test_stops_are_found_by_a_constant_number_of_queries(tmp_path: Path, django_assert_max_num_queries: object) -> None:
    bring_in(tmp_path, "people", *(someone(place) for place in range(40)))
    keys = list(Person.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        assert payment_stops("person", keys, DAY) == {}


def test_an_entity_nobody_registers_is_refused_by_name() -> None:
    for ask in (lambda: payment_stops("meeting", [1]), lambda: related_to("meeting", 1)):
        with pytest.raises(NoSuchEntity, match="meeting"):
            ask()


def ties(entity: str, key: int, day: date = DAY) -> dict[int, str]:
    return {tie.person: tie.how.zh for tie in related_to(entity, key, day)}


def family(folder: Path) -> None:
    bring_in(folder, "people", someone(1, household="H1"), someone(2, household="H1"), someone(3, household="H2"),
             someone(4, household="H1"), someone(5))  # fmt: skip


def test_the_people_of_ones_household_are_close(tmp_path: Path) -> None:
    family(tmp_path)
    home = "同户家庭成员"
    assert ties("person", person(1).pk) == {person(1).pk: "本人", person(2).pk: home, person(4).pk: home}
    assert ties("person", person(5).pk) == {person(5).pk: "本人"}
    assert set(ties("household", person(1).household_id or 0)) == {person(1).pk, person(2).pk, person(4).pk}


def works(folder: Path) -> None:
    family(folder)
    bring_in(folder, "firms", a_firm(1, owner=who(1)["person"], owner_name="张例1"))
    here = {"firm": firm_code(1), "firm_name": "君山例1公司"}
    bring_in(
        folder,
        "employment",
        who(3, **here, started_on="2019-01-01"),
        who(5, **here, started_on="2018-01-01", ended_on="2019-11-20"),
    )


def test_a_firm_is_close_to_its_owner_its_staff_and_the_owners_family(tmp_path: Path) -> None:
    works(tmp_path)
    family_of_owner = "经营者或法定代表人的同户家庭成员"
    assert ties("firm", firm(1).pk) == {
        person(1).pk: "经营者或法定代表人",
        person(3).pk: "在职人员",
        person(2).pk: family_of_owner,
        person(4).pk: family_of_owner,
    }
    assert person(5).pk in ties("firm", firm(1).pk, date(2019, 11, 19))


def test_a_case_about_a_person_at_a_firm_is_close_to_those_of_both(tmp_path: Path) -> None:
    works(tmp_path)
    hire = Employment.objects.get(person=person(3))
    assert set(ties("hire", hire.pk)) == {person(place).pk for place in (1, 2, 3, 4)}
    assert ties("hire", hire.pk)[person(3).pk] == "本人"
