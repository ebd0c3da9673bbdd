"""People for tests: users with a role, and their access. Every app's tests may use them.

    officer = someone("town_officer", area="xushi")
    access = access_of_role("reviewer", unit="hrss")
"""

from datetime import date
from itertools import count

from wenye.accounts.access import Access, access_of
from wenye.accounts.clock import now, today
from wenye.accounts.models import Grant, Mandate, User

LONG_AGO = date(2019, 1, 1)
PASSWORD = "长江 一桥 芦苇 荡 2019"
_numbers = count(1)

UNIT, TOWN = "hrss", "xushi"
USUAL = {
    "village_collector": {"area": TOWN}, "town_officer": {"area": TOWN}, "case_worker": {"unit": UNIT},
    "reviewer": {"unit": UNIT}, "approver": {"unit": UNIT}, "liaison_officer": {"unit": "education"},
    "bank_officer": {"unit": "loan_banks"},
}  # fmt: skip
"""Where a role usually reaches, for tests that do not mind."""


def user(login: str = "", *, me: tuple[str, int] | None = None, password: str = "", **values: object) -> User:
    """A user without any role."""
    login = login or f"user{next(_numbers)}"
    entity, subject = me or ("", None)
    made = User(login=login, name=str(values.pop("name", login)), entity=entity, subject=subject, **values)
    if password:
        made.set_password(password)
    made.save()
    return made


def grant(to: User, role: str, *, area: str = "", unit: str = "", since: date = LONG_AGO, until: date | None = None,
          confirmed: bool = True) -> Grant:  # fmt: skip
    """A role granted, and confirmed where that is wanted."""
    return Grant.objects.create(
        user=to, role=role, area=area, unit=unit, valid_from=since, valid_until=until, granted_at=now(),
        confirmed_at=now() if confirmed else None,
    )  # fmt: skip


def someone(role: str, *, me: tuple[str, int] | None = None, password: str = "", **reach: str) -> User:
    """A user with one role, where it usually reaches unless ``area`` or ``unit`` say otherwise."""
    made = user(me=me, password=password)
    grant(made, role, **(reach or USUAL.get(role, {})))
    return made


def access_of_role(role: str, *, me: tuple[str, int] | None = None, **reach: str) -> Access:
    """The access of a fresh user with one role."""
    return access_of(someone(role, me=me, **reach), today())


def mandate(to: User, subject: tuple[str, int], kind: str = "firm", **values: object) -> Mandate:
    """A mandate to act for somebody."""
    consent = {"consented": "代为申请创业补贴", "shown": "signed", "valid_until": date(2020, 12, 31)}
    return Mandate.objects.create(
        user=to, kind=kind, entity=subject[0], subject=subject[1], label=f"{subject[0]} {subject[1]}",
        recorded_at=now(), **({"valid_from": LONG_AGO, **(consent if kind == "consent" else {})} | values),
    )  # fmt: skip
