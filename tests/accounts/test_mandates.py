"""Acting for somebody: a firm's users, officers with recorded consent; and numbers seen whole for a reason."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.accounts.people import access_of_role, mandate, sign_in_of, signed_in, someone, user
from tests.registry.rosters import bring_in, number
from tests.registry.rosters import someone as a_row
from wenye.accounts import mandates
from wenye.accounts.access import Access, Denied, access_of
from wenye.accounts.clock import today
from wenye.accounts.models import AuditEntry, Mandate, User
from wenye.accounts.refusals import Refused
from wenye.accounts.unmasking import MOST_AN_HOUR, lookups_of, unmask
from wenye.registry.models import Person

pytestmark = pytest.mark.django_db
TODAY = date(2019, 11, 20)
FIRM = ("firm", 3)
CONSENT = {"consented": "代为申请一次性创业补贴", "shown": "spoken", "paper": "", "until": TODAY + timedelta(days=30)}


@pytest.fixture
def person(tmp_path: Path) -> Person:
    """Somebody of the town xushi in the registers."""
    row = a_row(1, phone="10012345678", bank_account="0000123456789012")
    bring_in(tmp_path, "people", row)
    Person.objects.update(town="xushi")
    return Person.objects.get()


def consent(access: Access, **change: object) -> Mandate:
    told: dict[str, Any] = {"label": "某人", "area": "xushi", **CONSENT, **change}
    return mandates.record_consent(access, ("person", 9), **told)


# Consent


def test_a_recorded_consent_lets_the_officer_act_for_the_person() -> None:
    officer = someone("town_officer", area="xushi")
    made = consent(access_of(officer, today()))
    access = access_of(officer, today(), acting_for=made.pk)
    assert access.may("claim.apply_for", area="xushi", subject=("person", 9))
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.kind, entry.key, entry.area) == ("consent.record", "person", "9", "xushi")
    assert not access_of(officer, TODAY + timedelta(days=31), acting_for=made.pk).may("claim.apply_for")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"consented": "好"}, "consented"), ({"shown": "somehow"}, "shown"), ({"shown": "signed"}, "paper"),
        ({"until": TODAY - timedelta(days=1)}, "until"), ({"until": TODAY + timedelta(days=367)}, "until"),
        ({"consented": "代 430611199003120019 申请"}, "consented"),
    ],
)  # fmt: skip
def test_a_consent_that_cannot_be_shown_is_not_recorded(change: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        consent(access_of_role("town_officer", area="xushi"), **change)
    assert refused.value.field == field
    assert not Mandate.objects.exists()


def test_nobody_records_a_consent_of_another_town() -> None:
    with pytest.raises(Denied):
        consent(access_of_role("town_officer", area="qianlianghu"))


def test_the_person_sees_who_may_act_and_withdraws_the_consent(client: Client) -> None:
    officer = someone("town_officer", area="xushi")
    made = consent(access_of(officer, today()))
    serving = signed_in(Client(), officer)
    serving.post("/account/for/", {"for": made.pk})
    assert sign_in_of(serving).acting_for_id == made.pk
    signed_in(client, someone("citizen", me=("person", 9)))
    assert officer.name in client.get("/account/").content.decode()
    assert client.post("/account/for/", {"do": "end", "mandate": made.pk}).status_code == 302
    assert sign_in_of(serving).acting_for_id is None
    assert not mandates.mandates_of(officer).exists()


def test_the_pages_walk_from_the_number_to_acting(client: Client, person: Person) -> None:
    signed_in(client, someone("town_officer", area="xushi"))
    found = client.post("/account/consent/", {"number": f" {number(1)[:6]} {number(1)[6:]}"})
    assert found.headers["Location"] == f"/account/consent/{person.pk}/"
    page = client.get(found.headers["Location"]).content.decode()
    assert person.name in page
    assert number(1) not in page
    wrong = client.post(found.headers["Location"], {"consented": "代为申请一次性创业补贴", "shown": "", "until": "x"})
    assert "请写日期" in wrong.content.decode()
    assert "代为申请一次性创业补贴" in wrong.content.decode()
    sent = {"consented": "代为申请一次性创业补贴", "shown": "spoken", "until": "2019-12-31"}
    assert client.post(found.headers["Location"], sent).headers["Location"] == "/account/for/?done=for"
    assert f"正在为{person.name}办事" in client.get("/account/").content.decode()


def test_a_person_of_another_town_is_not_found(client: Client, person: Person) -> None:
    signed_in(client, someone("town_officer", area="qianlianghu"))
    page = client.post("/account/consent/", {"number": number(1)})
    assert "没有找到" in page.content.decode()
    assert client.get(f"/account/consent/{person.pk}/").status_code == 404
    assert client.post(f"/account/consent/{person.pk}/", {}).status_code == 404


# Firms


def test_a_firms_managing_user_names_and_removes_others(client: Client) -> None:
    manager, clerk = someone("firm_clerk"), someone("firm_clerk")
    held = mandate(manager, FIRM, manages=True)
    signed_in(client, manager)
    client.post("/account/for/", {"for": held.pk})
    assert client.post("/account/for/", {"do": "add", "login": clerk.login}).headers["Location"].endswith("done=added")
    assert "没有这个账户" in client.post("/account/for/", {"do": "add", "login": "nobody"}).content.decode()
    assert "已经是本单位经办人" in client.post("/account/for/", {"do": "add", "login": clerk.login}).content.decode()
    added = mandates.mandates_of(clerk).get()
    assert access_of(clerk, today(), acting_for=added.pk).may("claim.apply", subject=FIRM)
    client.post("/account/for/", {"do": "end", "mandate": added.pk})
    assert not mandates.mandates_of(clerk).exists()


def test_a_plain_user_of_a_firm_names_nobody(client: Client) -> None:
    clerk, other, manager = someone("firm_clerk"), someone("firm_clerk"), someone("firm_clerk")
    held, of_manager = mandate(clerk, FIRM), mandate(manager, FIRM, manages=True)
    signed_in(client, clerk)
    client.post("/account/for/", {"for": held.pk})
    assert (
        "只有本单位的主管经办人" in client.post("/account/for/", {"do": "add", "login": other.login}).content.decode()
    )
    assert client.post("/account/for/", {"do": "end", "mandate": of_manager.pk}).status_code == 404
    assert not mandates.mandates_of(other).exists()


def test_nobody_acts_by_the_mandate_of_another(client: Client) -> None:
    held = mandate(someone("firm_clerk"), FIRM)
    signed_in(client, someone("firm_clerk"))
    for chosen in (held.pk, "999999", "x" * 30):
        page = client.post("/account/for/", {"for": chosen})
        assert page.status_code == 200, chosen
    assert sign_in_of(client).acting_for_id is None


def test_a_user_of_one_firm_alone_acts_for_it_from_the_start(client: Client) -> None:
    clerk = user("clerk", password="芦苇 荡里 有 野鸭 十二只")
    mandate(clerk, FIRM)
    client.post("/account/login/", {"login": "clerk", "password": "芦苇 荡里 有 野鸭 十二只"})
    assert sign_in_of(client).acting_for is not None


# Numbers seen whole


def test_a_number_is_seen_whole_for_a_reason_and_its_owner_sees_by_whom(client: Client, person: Person) -> None:
    worker = someone("case_worker")
    signed_in(client, worker)
    page = f"/staff/unmask/person/{person.pk}/id_no/"
    assert number(1) not in client.get(page).content.decode()
    assert "写明查看完整号码的理由" in client.post(page, {"reason": "看"}).content.decode()
    assert number(1) in client.post(page, {"reason": "核对银行退回的户名"}).content.decode()
    assert number(1) not in repr(list(AuditEntry.objects.values()))
    owner = signed_in(Client(), someone("citizen", me=("person", person.pk)))
    seen = owner.get("/account/looked/").content.decode()
    assert worker.name in seen
    assert "核对银行退回的户名" in seen
    assert "证件号码" in seen


@pytest.mark.parametrize("role", ["auditor", "security_admin", "leader", "town_officer", "citizen", "analyst"])
def test_nobody_else_sees_a_number_whole(client: Client, person: Person, role: str) -> None:
    signed_in(client, someone(role))
    assert client.post(f"/staff/unmask/person/{person.pk}/id_no/", {"reason": "核对户名"}).status_code == 403


@pytest.mark.parametrize(
    "path", ["person/999999/id_no", "person/{}/name", "household/{}/id_no", "person/{}/uid", "firm/{}/id_no"]
)
def test_what_is_no_sealed_number_is_not_found(client: Client, person: Person, path: str) -> None:
    signed_in(client, someone("case_worker"))
    assert client.get(f"/staff/unmask/{path.format(person.pk)}/").status_code == 404


def test_a_reason_within_reach_and_not_too_often(person: Person) -> None:
    worker = access_of_role("case_worker")
    limited = access_of_role("case_worker", unit="hrss", area="qianlianghu")
    about = ("person", person.pk)
    with pytest.raises(Denied):
        unmask(limited, person, "phone", subject=about, area="xushi", reason="核对户名")
    for _ in range(MOST_AN_HOUR):
        assert unmask(worker, person, "phone", subject=about, area="xushi", reason="核对户名") == "10012345678"
    with pytest.raises(Refused, match="一小时内最多"):
        unmask(worker, person, "phone", subject=about, area="xushi", reason="核对户名")
    assert lookups_of(about).count() == MOST_AN_HOUR
    assert User.objects.count() == 2
