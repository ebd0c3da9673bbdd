"""Roles are granted by one, confirmed by another where they are grave, to a third; and never to oneself."""

from datetime import date, timedelta
from itertools import combinations, permutations

import pytest
from django.test import Client

from tests.accounts.people import PASSWORD, access_of_role, grant, signed_in, someone, user
from wenye.accounts import attempts, services
from wenye.accounts.access import SYSTEM, Access, Denied, access_of
from wenye.accounts.attempts import LIMITS, Kind
from wenye.accounts.clock import now, today
from wenye.accounts.models import Attempt, AuditEntry, Grant, User
from wenye.accounts.refusals import Refused
from wenye.accounts.roles import catalogue

pytestmark = pytest.mark.django_db
TODAY = date(2019, 11, 20)
GROUPS = (("finance_maker", "finance_checker", "finance_payer"), ("security_admin", "system_admin", "auditor"))
PAIRS = [pair for group in GROUPS for pair in permutations(group, 2)]
REACH = {"own": {}, "district": {}, "area": {"area": "xushi"}, "unit": {"unit": "hrss"}}


@pytest.fixture
def administrator() -> Access:
    return access_of_role("security_admin")


def give(access: Access, to: User, role: str, **more: object) -> Grant:
    reach = REACH[catalogue().role(role).reach]
    return services.grant_role(access, to, role, reason="任命", **{**reach, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize("role", sorted(catalogue().roles))
def test_every_role_can_be_granted_and_a_grave_one_waits(administrator: Access, role: str) -> None:
    somebody = user()
    given = give(administrator, somebody, role)
    grave = catalogue().role(role).grave
    assert (access_of(somebody, today()).role == role) is not grave
    if grave:
        services.confirm_grant(access_of_role("leader"), given)
        assert access_of(somebody, today()).role == role
    acts = AuditEntry.objects.filter(kind="grant").order_by("id").values_list("act", flat=True)
    assert list(acts) == (["roles.grant", "roles.confirm"] if grave else ["roles.grant"])


def test_nobody_grants_to_himself(administrator: Access) -> None:
    with pytest.raises(Denied):
        give(administrator, User.objects.get(pk=administrator.user_id), "analyst")


@pytest.mark.parametrize("who", ["who granted it", "who is granted it", "nobody"])
def test_a_grave_role_is_confirmed_by_a_third_person(administrator: Access, who: str) -> None:
    leader = someone("leader")
    given = give(administrator, leader, "approver")
    access = {"who granted it": administrator, "who is granted it": access_of(leader, today()), "nobody": SYSTEM}[who]
    with pytest.raises(Denied):
        services.confirm_grant(access, given)
    services.confirm_grant(access_of_role("security_admin"), given)


def test_a_grant_is_confirmed_once(administrator: Access) -> None:
    given = give(administrator, user(), "approver")
    services.confirm_grant(access_of_role("leader"), given)
    with pytest.raises(Refused, match="已经确认"):
        services.confirm_grant(access_of_role("leader"), given)


@pytest.mark.parametrize("pair", PAIRS)
def test_nobody_is_given_two_roles_that_must_be_apart(administrator: Access, pair: tuple[str, str]) -> None:
    somebody = user()
    give(administrator, somebody, pair[0])
    with pytest.raises(Refused, match="不能同时是"):
        give(administrator, somebody, pair[1])


def test_one_after_the_other_is_allowed(administrator: Access) -> None:
    somebody = user()
    first = give(administrator, somebody, "finance_maker", until=TODAY + timedelta(days=9))
    with pytest.raises(Refused):
        give(administrator, somebody, "finance_payer", since=TODAY + timedelta(days=9))
    give(administrator, somebody, "finance_payer", since=TODAY + timedelta(days=10))
    services.end_grant(administrator, first, reason="离任")
    with pytest.raises(Refused):
        give(administrator, somebody, "finance_checker")


@pytest.mark.parametrize(
    ("role", "more", "field"),
    [
        ("town_officer", {"area": ""}, "area"), ("town_officer", {"area": "nowhere"}, "area"),
        ("reviewer", {"unit": ""}, "unit"), ("reviewer", {"unit": "nobody"}, "unit"),
        ("leader", {"area": "xushi"}, "area"),
        ("analyst", {"until": date(2019, 1, 1)}, "until"), ("analyst", {"reason": " "}, "reason"),
        ("analyst", {"reason": "按 430611199003120019 的申请"}, "reason"), ("emperor", {}, "role"), ("visitor", {}, "role"),
        ("system", {}, "role"),
    ],
)  # fmt: skip
def test_a_grant_that_cannot_be_meant_is_refused(
    administrator: Access, role: str, more: dict[str, object], field: str
) -> None:
    reach = REACH[catalogue().roles[role].reach] if role in catalogue().roles else {}
    with pytest.raises(Refused) as refused:
        services.grant_role(administrator, user(), role, **{"reason": "任命", **reach, **more})  # type: ignore[arg-type]
    assert refused.value.field == field
    assert not Grant.objects.exclude(user_id=administrator.user_id).exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("role", sorted(set(catalogue().roles) - {"security_admin"}))
def test_no_other_role_manages_accounts_or_grants(role: str) -> None:
    access, somebody = access_of_role(role), user()
    given = grant(user(), "analyst")
    for refused in (
        lambda: give(access, somebody, "analyst"),
        lambda: services.end_grant(access, given, reason="试试"),
        lambda: services.make_user(access, login="newcomer", name="新人"),
        lambda: services.close_user(access, somebody, reason="试试"),
        lambda: services.reset_password(access, somebody, reason="试试"),
        lambda: services.reset_factor(access, somebody, reason="试试"),
        lambda: services.end_sessions(access, somebody, reason="试试"),
        lambda: services.unlock(access, Attempt(kind="login")),
    ):
        with pytest.raises(Denied):
            refused()


@pytest.mark.parametrize(("first", "second"), list(combinations(GROUPS[1], 2)))
def test_the_three_administrators_share_no_act(first: str, second: str) -> None:
    assert not catalogue().role(first).acts & catalogue().role(second).acts


# Accounts


def test_an_account_is_made_with_a_password_that_must_be_changed(administrator: Access) -> None:
    made, first = services.make_user(administrator, login=" Zhang.San ", name="张三")
    assert (made.login, made.must_change_password) == ("zhang.san", True)
    assert made.check_password(first)
    assert first not in repr(list(AuditEntry.objects.values()))


@pytest.mark.parametrize("login", ["", "a", "张三", "1abc", "a b", "13800138000", "x" * 33, "a@b"])
def test_a_bad_account_name_is_refused(administrator: Access, login: str) -> None:
    with pytest.raises(Refused, match="账户名用小写字母开头"):
        services.make_user(administrator, login=login, name="张三")


def test_a_taken_account_name_is_refused(administrator: Access) -> None:
    user("taken")
    with pytest.raises(Refused, match="已有人用"):
        services.make_user(administrator, login="taken", name="张三")


def test_an_administrator_cannot_close_or_reset_himself(administrator: Access) -> None:
    myself = User.objects.get(pk=administrator.user_id)
    for service in (services.close_user, services.reset_password):
        with pytest.raises(Refused, match="另一位管理员"):
            service(administrator, myself, reason="试试")
    with pytest.raises(Denied):
        services.reset_factor(administrator, myself, reason="试试")


def test_the_administrator_unlocks_an_account(client: Client) -> None:
    somebody = user("somebody", password=PASSWORD)
    for _ in range(LIMITS[Kind.LOGIN]):
        attempts.failed(Kind.LOGIN, "somebody", user=somebody)
    signed_in(client, someone("security_admin"))
    page = client.get("/staff/users/locked/").content.decode()
    assert "somebody" in page
    lock = attempts.locked().get()
    assert client.post("/staff/users/locked/unlock/", {"lock": lock.pk}).status_code == 302
    attempts.check(Kind.LOGIN, "somebody")
    assert AuditEntry.objects.get(act="security.manage").key == str(somebody.pk)


@pytest.mark.parametrize("what", ["close", "reset_password", "reset_factor", "end_sessions"])
def test_what_is_done_to_an_account_ends_its_sessions_and_leaves_a_trace(client: Client, what: str) -> None:
    somebody = someone("analyst", password=PASSWORD)
    other = signed_in(Client(), somebody)
    signed_in(client, someone("security_admin"))
    here = f"/staff/users/{somebody.pk}/"
    assert "写明原因" in client.post(here, {"do": what, "reason": ""}).content.decode()
    assert other.get("/account/").status_code == 200
    done = client.post(here, {"do": what, "reason": "本人当面申请"})
    assert done.status_code == (200 if what == "reset_password" else 302)
    assert other.get("/account/").status_code == 302
    assert AuditEntry.objects.latest("id").reason == "本人当面申请"
    if what == "close":
        assert client.post(here, {"do": "reopen", "reason": "查清了"}).status_code == 302
        assert User.objects.get(pk=somebody.pk).is_active


def test_the_pages_walk_from_a_new_account_to_a_confirmed_role(client: Client) -> None:
    signed_in(client, someone("security_admin"))
    told = client.post("/staff/users/new/", {"name": "钱七", "login": "qian.qi"}).content.decode()
    made = User.objects.get(login="qian.qi")
    assert "只显示这一次" in told
    here = f"/staff/users/{made.pk}/"
    sent = {"do": "grant", "role": "approver", "unit": "hrss", "since": "2019-11-20", "reason": "任命文件"}
    assert client.post(here, sent).headers["Location"] == f"{here}?done=granted_waits"
    assert "待确认" in client.get(here).content.decode()
    given = Grant.objects.get(user=made)
    assert client.post("/staff/users/waiting/", {"grant": given.pk}).status_code == 403
    leader = signed_in(Client(), someone("leader"))
    assert "钱七" in leader.get("/staff/users/waiting/").content.decode()
    assert leader.post("/staff/users/waiting/", {"grant": given.pk}).status_code == 302
    made.must_change_password = False
    assert access_of(made, today()).role == "approver"
    assert client.post(f"/staff/users/grants/{given.pk}/end/", {"reason": "调离"}).status_code == 302
    assert access_of(made, today()).role == "member"
    assert client.get(f"/staff/users/grants/{given.pk}/end/").status_code == 404


# The first administrator


def test_the_first_administrator_is_made_at_the_machine_and_only_the_first() -> None:
    made, _ = services.first_administrator("wang.admin", "王五", "security_admin")
    made.must_change_password = False
    assert access_of(made, today()).role == "security_admin"
    with pytest.raises(Refused, match="已经有人"):
        services.first_administrator("li.admin", "李六", "security_admin")
    services.first_administrator("li.audit", "李六", "auditor")
    Grant.objects.filter(user=made).update(ended_at=now())
    services.first_administrator("zhao.admin", "赵七", "security_admin")


@pytest.mark.parametrize("role", ["citizen", "analyst", "emperor"])
def test_nothing_but_an_administrator_is_made_at_the_machine(role: str) -> None:
    with pytest.raises(Refused):
        services.first_administrator("wang.admin", "王五", role)
    assert not User.objects.exists()
