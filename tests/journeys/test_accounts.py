"""Stories of coming in and of those who look after accounts and the trail; their pages are sound for everyone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.accounts.people import PASSWORD, code_of, grant, mandate, signed_in, someone, user, with_factor
from tests.journeys.conftest import accessibility_faults, wider_than_the_screen
from tests.registry.rosters import bring_in
from tests.registry.rosters import someone as a_row
from wenye.accounts import attempts, audit, services
from wenye.accounts.access import SYSTEM
from wenye.accounts.attempts import Kind
from wenye.accounts.clock import now
from wenye.accounts.demo import demo_accounts
from wenye.accounts.models import SecondFactor, SignIn, User
from wenye.registry.models import Person

Visit = Callable[..., Any]
EVERYBODY = ["/account/", "/account/password/", "/account/for/", "/account/looked/", "/account/second-factor/codes/"]
PAGES = {
    "security_admin": [
        "/staff/users/", "/staff/users/?q=nobody", "/staff/users/new/", "/staff/users/{user}/",
        "/staff/users/grants/{grant}/end/", "/staff/users/waiting/", "/staff/users/locked/",
    ],
    "auditor": [
        "/staff/audit/", "/staff/audit/?act=audit.read", "/staff/audit/?since=yesterday", "/staff/audit/whole/",
    ],
    "system_admin": ["/staff/users/state/", "/staff/users/state/?q=nobody"],
    "town_officer": ["/account/consent/", "/account/consent/{person}/"],
    "case_worker": ["/staff/unmask/person/{person}/id_no/"],
    "firm_clerk": [],
}  # fmt: skip


def come_in(visitor: Any, role: str, *, verified: bool = True) -> Any:
    """Gives the visitor's browser a session of somebody with the role."""
    made = someone(role, me=("person", 1), password=PASSWORD)
    client = signed_in(Client(), made, verified=verified)
    if role == "firm_clerk":
        held = mandate(made, ("firm", 3), manages=True, label="君山芦苇制品有限公司")
        SignIn.objects.filter(user=made).update(acting_for=held)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": visitor.address}
    visitor.page.context.add_cookies([cookie])
    return visitor


DOORS = ["/account/login/", "/account/second-factor/", "/account/second-factor/set-up/"]
"""Looked at by stories of their own, on the way in."""


@pytest.fixture
def things(transactional_db: None, tmp_path: Path) -> dict[str, int]:
    """Something for each page to show."""
    bring_in(tmp_path, "people", a_row(1), a_row(2))
    Person.objects.update(town="xushi")
    somebody = user("wang.xiaoming", name="王小明")
    given = grant(somebody, "approver", unit="hrss", confirmed=False)
    for _ in range(5):
        attempts.failed(Kind.LOGIN, "wang.xiaoming", user=somebody)
        attempts.failed(Kind.FACTOR, "1", user=somebody)
    with transaction.atomic():
        for month in range(1, 4):
            audit.record(SYSTEM, "period.close", "period", f"2019-{month:02}", area="xushi", reason="月末结账",
                         details={"sum_fen": 1_650_000, "funds": ["employment", "talent"]})  # fmt: skip
    audit.seal()
    return {"user": somebody.pk, "grant": given.pk, "person": Person.objects.latest("pk").pk}


def faults(visitor: Any, paths: list[str], things: dict[str, int]) -> dict[str, list[str]]:
    found = {}
    for path in paths:
        page = visitor.go(path.format(**things)).page
        wrong = accessibility_faults(page) + ["too wide"] * bool(wider_than_the_screen(page))
        if wrong:
            found[path] = wrong
    return found


@pytest.mark.parametrize("role", PAGES)
def test_the_pages_of_a_role_are_sound_on_a_phone_and_at_a_desk(
    role: str, things: dict[str, int], visit: Visit, visit_by_phone: Visit
) -> None:
    for opened in (visit, visit_by_phone):
        assert faults(come_in(opened("/privacy/"), role), [*EVERYBODY, *PAGES[role]], things) == {}


def test_the_pages_are_sound_in_english_and_in_large_text(things: dict[str, int], visit_by_phone: Visit) -> None:
    for role in ("security_admin", "auditor"):
        visitor = come_in(visit_by_phone("/privacy/"), role)
        visitor.go("/?lang=en").go("/?size=large")
        assert faults(visitor, [*EVERYBODY, *PAGES[role]], things) == {}


def test_a_newcomer_chooses_a_password_and_sets_up_a_phone(visit_by_phone: Visit, transactional_db: None) -> None:
    # given a new security administrator with a first password
    made, first = services.make_user(SYSTEM, login="qian.qi", name="钱七")
    grant(made, "security_admin")
    page = visit_by_phone("/staff/users/", java_script_enabled=False)
    page.get_by_label("账户名").fill("qian.qi")
    page.get_by_label("密码").fill(first)
    page.get_by_role("button", name="登录").click()
    # when she chooses her own password
    page.get_by_label("现在的密码").fill(first)
    page.get_by_label("新密码").fill("短")
    page.get_by_role("button", name="保存新密码").click()
    assert "至少 12 个字符" in page.get_by_role("alert").inner_text()
    page.get_by_label("现在的密码").fill(first)
    page.get_by_label("新密码").fill(PASSWORD)
    page.get_by_role("button", name="保存新密码").click()
    # and scans the code with her phone
    assert page.locator("svg.qr").is_visible()
    page.get_by_label("动态码").fill(code_of(SecondFactor.objects.get()))
    page.get_by_role("button", name="完成绑定").click()
    # then ten recovery codes are shown, and the work begins
    assert page.locator(".codes li").count() == 10
    page.get_by_role("link", name="已经保存，继续").click()
    assert page.locator("h1").inner_text() == "账户"


def test_the_doors_are_sound(visit: Visit, visit_by_phone: Visit, transactional_db: None) -> None:
    demo_accounts()
    for opened in (visit, visit_by_phone):
        page = opened("/account/login/?why=idle")
        page.check_accessibility()
        page.get_by_role("button", name="登录").click()
        page.check_accessibility()
        come_in(page, "town_officer", verified=False)
        for way in ("/account/second-factor/", "/account/second-factor/set-up/"):
            page.go(way).check_accessibility()
        page.page.context.clear_cookies()


def test_a_guest_of_the_demo_comes_in_by_a_role_in_three_clicks(visit: Visit, transactional_db: None) -> None:
    # given the demo accounts on the login page
    demo_accounts()
    page = visit("/account/login/", java_script_enabled=False)
    # when the guest takes the auditor's
    page.get_by_role("link", name="审计管理员").click()
    page.get_by_role("button", name="登录").click()
    page.get_by_label("动态码").fill(page.locator(".note strong").inner_text())
    page.get_by_role("button", name="验证").click()
    # then the trail is open, and says who came in
    assert page.locator("h1").inner_text() == "审计记录"
    assert "何平" in page.locator("main").inner_text()
    # and verifying it finds nothing
    page.get_by_role("link", name="核验").click()
    page.get_by_role("button", name="现在核验").click()
    assert "没有发现问题" in page.get_by_role("status").inner_text()


def test_a_grave_act_asks_for_a_code_and_loses_nothing(visit: Visit, things: dict[str, int]) -> None:
    # given an administrator who showed the second factor an hour ago, about to grant a role
    page = come_in(visit("/privacy/"), "security_admin")
    administrator = User.objects.latest("pk")
    factor = with_factor(administrator)
    SignIn.objects.filter(user=administrator).update(verified_at=now().replace(year=2019))
    page.go(f"/staff/users/{things['user']}/")
    form = page.locator("section", has_text="授予角色").last
    form.get_by_label("角色").select_option("analyst")
    form.get_by_label("原因").fill("任命文件")
    form.get_by_role("button", name="授予").click()
    # when the code is asked for and given
    assert "需要再次验证" in page.locator("h1").inner_text()
    assert accessibility_faults(page.page) == []
    page.said.clear()  # the browser notes the 403
    page.get_by_label("动态码").fill(code_of(factor))
    page.get_by_role("button", name="验证并继续").click()
    # then the role is granted as it was typed
    assert "已授予" in page.get_by_role("status").inner_text()
    assert "任命文件" in page.locator("#grants").inner_text()


def test_a_refusal_is_a_page_that_helps_on(visit: Visit, transactional_db: None) -> None:
    page = come_in(visit("/privacy/"), "analyst")
    page.page.goto(page.address + "/staff/audit/")
    assert page.locator("h1").inner_text() == "不能查看审计记录。"
    assert "安全管理员" in page.locator("main").inner_text()
    assert accessibility_faults(page.page) == []
    page.said.clear()  # the browser notes the 403
