"""One access layer: what each role may do, where, for whom; and nothing outside of a reach ever comes out."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, models
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st
from pytest_django import Settings

from tests.accounts.people import access_of_role, grant, mandate, someone, user
from wenye.accounts.access import ANYONE, SYSTEM, Access, Acting, Denied, Held, Scope, access_of
from wenye.accounts.clock import now
from wenye.accounts.models import Grant, Mandate
from wenye.accounts.roles import UnknownAct, catalogue

TODAY = date(2019, 11, 20)
ROLES = sorted(catalogue().roles)
ADMINISTRATORS = ("system_admin", "security_admin", "auditor")
MONEY = ("finance_maker", "finance_checker", "finance_payer")


def held(role: str, area: str = "", unit: str = "", **more: object) -> Access:
    """An access without a database."""
    return Access(1, "某人", (Held(catalogue().role(role), area, unit),), **more)  # type: ignore[arg-type]


# The catalogue


def test_every_role_of_the_design_is_there_in_both_languages() -> None:
    assert len(ROLES) == 19
    texts = [*catalogue().roles.values(), *catalogue().acts.values(), *catalogue().always.values()]
    assert all(item.label.zh and item.label.en for item in texts)


def test_every_role_of_staff_needs_a_second_factor_and_no_public_one() -> None:
    assert {role.id for role in catalogue().roles.values() if role.public} == {"citizen", "firm_clerk"}
    assert all(role.second_factor != role.public for role in catalogue().roles.values())


def test_every_act_is_in_somebodys_hands() -> None:
    given_to = {act for role in (*catalogue().roles.values(), catalogue().always["member"]) for act in role.acts}
    assert set(catalogue().acts) == given_to


@pytest.mark.parametrize("pair", [*combinations(ADMINISTRATORS, 2), *combinations(MONEY, 2)])
def test_none_of_these_can_do_what_the_other_does_and_nobody_is_both(pair: tuple[str, str]) -> None:
    first, second = (catalogue().role(name) for name in pair)
    assert first.acts & second.acts <= {"fund.read"}
    assert catalogue().clashes(first.id, [second.id]) == [second.id]


def test_an_account_is_an_applicants_or_staffs() -> None:
    assert catalogue().clashes("citizen", ["case_worker", "firm_clerk"]) == ["case_worker"]


@pytest.mark.parametrize("ask", [ANYONE.may, ANYONE.require, ANYONE.scope, ANYONE.role_for])
def test_an_unknown_act_is_an_error_and_no_refusal(ask: object) -> None:
    with pytest.raises(UnknownAct, match="no_such"):
        ask("no_such")  # type: ignore[operator]


# What an access allows


def test_a_visitor_may_nothing_and_a_job_everything() -> None:
    assert [act for act in catalogue().acts if not SYSTEM.may(act, area=None, unit=None, subject=("person", 1))] == []
    assert ANYONE.role == "visitor"
    assert not any(ANYONE.may(act) for act in catalogue().acts if act not in ("match.read", "review.read"))


def test_the_analysts_pages_are_open_in_the_demo_alone(settings: Settings) -> None:
    settings.WENYE_DEMO = True
    assert ANYONE.may("match.read")
    settings.WENYE_DEMO = False
    assert not ANYONE.may("match.read")


def test_a_town_officer_reaches_her_town_and_no_other() -> None:
    officer = held("town_officer", area="xushi")
    assert officer.may("claim.accept")
    assert officer.may("claim.accept", area="xushi")
    assert not officer.may("claim.accept", area="guangxingzhou")


@pytest.mark.parametrize("nowhere", [None, ""])
def test_what_has_no_town_is_reached_by_those_of_the_whole_district_alone(nowhere: str | None) -> None:
    assert not held("town_officer", area="xushi").may("claim.read", area=nowhere)
    assert held("reviewer", unit="hrss").may("claim.read", area=nowhere)
    assert not held("reviewer", unit="hrss").may("claim.read", unit=nowhere)


def test_an_applicant_reaches_what_is_his_own() -> None:
    citizen = held("citizen", me=("person", 7))
    assert citizen.may("claim.apply", subject=("person", 7))
    assert not citizen.may("claim.apply", subject=("person", 8))
    assert not citizen.may("claim.apply", subject=("firm", 7))
    assert not citizen.may("claim.apply", subject=None)
    assert not held("citizen").may("claim.apply")


def test_who_acts_for_a_firm_reaches_the_firm_and_not_himself() -> None:
    clerk = held("firm_clerk", me=("person", 7), acting=Acting(1, ("firm", 3), "某公司"))
    assert clerk.may("claim.apply", subject=("firm", 3))
    assert not clerk.may("claim.apply", subject=("person", 7))
    assert clerk.on_behalf_of == "firm:3"
    assert held("citizen", me=("person", 7)).on_behalf_of == ""


def test_acting_on_behalf_wants_a_consent_and_the_town() -> None:
    served = Acting(1, ("person", 9), "某人")
    assert not held("town_officer", area="xushi").may("claim.apply_for", area="xushi", subject=("person", 9))
    officer = held("town_officer", area="xushi", acting=served)
    assert officer.may("claim.apply_for", area="xushi", subject=("person", 9))
    assert not officer.may("claim.apply_for", area="xushi", subject=("person", 8))
    assert not officer.may("claim.apply_for", area="qianlianghu", subject=("person", 9))


def test_nobody_handles_his_own_case() -> None:
    reviewer = held("reviewer", unit="hrss", me=("person", 7))
    assert reviewer.may("claim.review", unit="hrss", subject=("person", 8))
    assert not reviewer.may("claim.review", unit="hrss", subject=("person", 7))
    assert reviewer.may("claim.read", unit="hrss", subject=("person", 7))


def test_another_person_takes_the_next_step() -> None:
    access = held("reviewer")
    access.distinct_from(2, 3, None)
    with pytest.raises(Denied, match="另一个人"):
        access.distinct_from(2, 1)
    with pytest.raises(Denied):
        SYSTEM.distinct_from(2)


@pytest.mark.parametrize(
    ("access", "act", "where", "why"),
    [
        (ANYONE, "claim.apply", {}, "没有登录"),
        (held("analyst"), "payment.pay", {}, "角色没有这项权限"),
        (held("town_officer", area="xushi"), "claim.accept", {"area": "qianlianghu"}, "不在您负责的镇"),
        (held("town_officer", area="xushi"), "claim.apply_for", {"area": "xushi"}, "没有当事人同意"),
        (held("reviewer", me=("person", 1)), "claim.review", {"subject": ("person", 1)}, "应当回避"),
    ],
)
def test_a_refusal_says_what_why_and_whom_to_ask(access: Access, act: str, where: dict[str, str], why: str) -> None:
    with pytest.raises(Denied) as refused:
        access.require(act, **where)  # type: ignore[arg-type]
    assert catalogue().act(act).label.zh in refused.value.what.zh
    assert why in refused.value.why.zh
    assert refused.value.ask.zh
    assert refused.value.ask.en


def test_the_role_of_a_trace_is_the_one_that_allows_the_act() -> None:
    both = Access(1, "某人", (Held(catalogue().role("reviewer")), Held(catalogue().role("analyst"))))
    assert (both.role, both.role_for("stats.read"), both.role_for("payment.pay")) == ("reviewer", "analyst", "reviewer")


# Grants and mandates


@pytest.mark.django_db
def test_a_role_is_in_force_from_its_first_day_to_its_last() -> None:
    somebody = user()
    grant(somebody, "analyst", since=date(2019, 11, 1), until=date(2019, 11, 20))
    on = [access_of(somebody, date(2019, *day)).may("match.read") for day in ((10, 31), (11, 1), (11, 20), (11, 21))]
    assert [access_of(somebody, date(2019, *day)).role for day in ((10, 31), (11, 1))] == ["member", "analyst"]
    assert on == [False, True, True, False]


@pytest.mark.django_db
def test_a_grave_role_waits_for_its_confirmation() -> None:
    somebody = user()
    waiting = grant(somebody, "auditor", confirmed=False)
    assert not access_of(somebody, TODAY).may("audit.read")
    Grant.objects.filter(pk=waiting.pk).update(confirmed_at=now())
    assert access_of(somebody, TODAY).may("audit.read")


@pytest.mark.django_db
def test_an_ended_grant_and_a_closed_account_allow_nothing(settings: Settings) -> None:
    ended, closed, demo = someone("analyst"), someone("analyst"), someone("analyst")
    Grant.objects.filter(user=ended).update(ended_at=now())
    closed.is_active = False
    demo.is_demo = True
    settings.WENYE_DEMO = False
    assert not access_of(ended, TODAY).may("match.read")
    assert access_of(closed, TODAY) is ANYONE
    assert access_of(demo, TODAY) is ANYONE
    assert access_of(AnonymousUser(), TODAY) is ANYONE


@pytest.mark.django_db
@pytest.mark.parametrize("pair", [*combinations(ADMINISTRATORS, 2), *combinations(MONEY, 2), ("citizen", "reviewer")])
def test_of_two_roles_that_nobody_may_hold_together_the_first_is_in_force(pair: tuple[str, str]) -> None:
    for first, second in (pair, pair[::-1]):
        somebody = user()
        grant(somebody, first)
        grant(somebody, second)
        assert [item.role.id for item in access_of(somebody, TODAY).held] == [first, "member"]


@pytest.mark.django_db
def test_without_the_second_factor_staff_may_only_show_it() -> None:
    officer, citizen = someone("town_officer"), someone("citizen", me=("person", 1))
    half = access_of(officer, TODAY, verified=False)
    assert [act for act in catalogue().acts if half.may(act)] == ["account.verify"]
    assert access_of(citizen, TODAY, verified=False).may("claim.apply")


@pytest.mark.django_db
def test_a_mandate_serves_its_user_while_it_is_in_force() -> None:
    clerk, other = someone("firm_clerk"), someone("firm_clerk")
    given_to = mandate(clerk, ("firm", 3))
    assert access_of(clerk, TODAY, acting_for=given_to.pk).may("claim.apply", subject=("firm", 3))
    assert not access_of(clerk, TODAY).may("claim.apply")
    assert not access_of(other, TODAY, acting_for=given_to.pk).may("claim.apply")
    Mandate.objects.update(revoked_at=now())
    assert not access_of(clerk, TODAY, acting_for=given_to.pk).may("claim.apply")


@pytest.mark.django_db
def test_the_database_knows_that_nobody_grants_to_himself() -> None:
    somebody = user()
    with pytest.raises(IntegrityError):
        Grant.objects.create(user=somebody, role="analyst", valid_from=TODAY, granted_at=now(), granted_by=somebody)


@pytest.mark.django_db
def test_the_database_knows_that_a_consent_has_an_end() -> None:
    with pytest.raises(IntegrityError):
        mandate(user(), ("person", 1), "consent", valid_until=None)


# Limits


class Thing(models.Model):
    """A row as other apps have them."""

    town = models.CharField(max_length=20, null=True)
    unit = models.CharField(max_length=20)
    entity = models.CharField(max_length=20)
    subject = models.BigIntegerField(null=True)

    class Meta:
        app_label = "accounts_tests"
        managed = False
        db_table = "accounts_tests_thing"


TOWNS, UNITS = (None, "xushi", "qianlianghu"), ("", "hrss", "education")
SUBJECTS = (("person", 1), ("person", 2), ("firm", 1), ("firm", None))


@pytest.fixture
def things(db: None) -> Iterator[None]:
    """One row for each combination of town, unit and subject."""
    with connection.cursor() as cursor:
        serial = "bigserial" if connection.vendor == "postgresql" else "integer"
        cursor.execute(
            f"CREATE TABLE accounts_tests_thing (id {serial} PRIMARY KEY, town varchar(20), unit varchar(20),"
            " entity varchar(20), subject bigint)"
        )
    Thing.objects.bulk_create(
        Thing(town=town, unit=unit, entity=entity, subject=subject)
        for town in TOWNS for unit in UNITS for entity, subject in SUBJECTS
    )  # fmt: skip
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE accounts_tests_thing")


subjects = st.sampled_from([("person", 1), ("person", 2), ("firm", 1)])
holdings = st.builds(
    Held,
    st.sampled_from([*catalogue().roles.values(), *catalogue().always.values()]),
    st.sampled_from(["", "xushi", "qianlianghu"]),
    st.sampled_from(["", "hrss", "education"]),
)
accesses = st.builds(
    Access, st.just(1), st.just("某人"), st.lists(holdings, min_size=1, max_size=4).map(tuple),
    st.none() | subjects, st.none() | st.builds(Acting, st.just(1), subjects, st.just("某人")),
)  # fmt: skip
# The rows are only read.
read_only = trials(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@read_only
@given(access=accesses, act=st.sampled_from(sorted(catalogue().acts)))
def test_what_comes_out_of_a_limit_is_exactly_what_may_be_done(access: Access, act: str, things: None) -> None:
    found = {row.pk for row in access.scope(act).limit(Thing.objects.all())}
    allowed = {
        row.pk for row in Thing.objects.all()
        if access.may(act, area=row.town, unit=row.unit, subject=(row.entity, row.subject))
    }  # fmt: skip
    assert found == allowed


@read_only
@given(access=accesses, act=st.sampled_from(sorted(catalogue().acts)), missing=st.sets(st.sampled_from(
    ["area", "unit", "entity", "subject"]), min_size=1))  # fmt: skip
def test_a_table_without_a_column_shows_less_and_never_more(
    access: Access, act: str, missing: set[str], things: None
) -> None:
    scope = access.scope(act)
    some = scope.limit(Thing.objects.all(), **dict.fromkeys(missing))  # type: ignore[arg-type]
    barred = any(piece.barred for piece in scope.pieces)
    if not barred:  # what is nobody's own cannot be told without the subject
        assert {row.pk for row in some} <= {row.pk for row in scope.limit(Thing.objects.all())}


def test_a_table_of_one_entity_needs_no_column_for_it(things: None) -> None:
    citizen = held("citizen", me=("person", 2))
    everyone = Thing.objects.all()
    ours = citizen.scope("claim.read").limit(everyone, area=None, unit=None, entity=None, of="person")
    none = citizen.scope("claim.read").limit(everyone, area=None, unit=None, entity=None, of="firm")
    assert {row.subject for row in ours} == {2}
    assert not none.exists()


def test_who_may_nothing_finds_nothing(things: None) -> None:
    assert not ANYONE.scope("claim.read").limit(Thing.objects.all()).exists()
    assert Scope(()).areas == frozenset()


def test_the_towns_of_a_reach_are_known() -> None:
    assert held("town_officer", area="xushi").scope("claim.read").areas == {"xushi"}
    assert held("reviewer", unit="hrss").scope("claim.read").areas is None


def test_a_fresh_user_of_each_role_has_an_access(db: None) -> None:
    assert {access_of_role(role).role for role in ROLES} == set(ROLES)
