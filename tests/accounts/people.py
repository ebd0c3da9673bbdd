"""People for tests: users with a role, and their access. Every app's tests may use them.

officer = someone("town_officer", area="xushi")
access = access_of_role("reviewer", unit="hrss")
signed_in(client, officer).get("/staff/…")
"""

import base64
import time
from datetime import date
from itertools import count

from django.test import Client
from django_otp.oath import hotp

from wenye.accounts import factors
from wenye.accounts.access import Access, access_of
from wenye.accounts.clock import now, today
from wenye.accounts.models import Grant, Mandate, SecondFactor, SignIn, User
from wenye.accounts.sign_in import BACKEND, KEY

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
    usual = {"valid_from": LONG_AGO, "label": f"{subject[0]} {subject[1]}", **(consent if kind == "consent" else {})}
    return Mandate.objects.create(
        user=to, kind=kind, entity=subject[0], subject=subject[1], recorded_at=now(), **(usual | values)
    )


def signed_in(client: Client, as_user: User, *, verified: bool = True) -> Client:
    """``client`` with a session of the user, who has shown the second factor just now unless it is said otherwise."""
    client.force_login(as_user, backend=BACKEND)
    row = SignIn.objects.create(
        user=as_user, by="password", began_at=now(), seen_at=now(), verified_at=now() if verified else None
    )
    session = client.session
    session[KEY] = str(row.uid)
    session.save()
    return client


def sign_in_of(client: Client) -> SignIn:
    """The session of a client that is signed in."""
    return SignIn.objects.get(uid=client.session[KEY])


def with_factor(to: User) -> SecondFactor:
    """An authenticator in force."""
    factors.begin(to)
    SecondFactor.objects.filter(user=to).update(confirmed_at=now())
    return SecondFactor.objects.get(user=to)


def code_of(factor: SecondFactor, ahead: int = 0) -> str:
    """What the authenticator shows now, or so many codes ahead."""
    key = base64.b32decode(factors.secret(factor))
    return f"{hotp(key, int(time.time()) // factors.STEP + ahead, factors.DIGITS):06}"
