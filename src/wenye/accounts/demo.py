"""Accounts of the demonstration: one for each role. They exist in a demo alone; elsewhere nobody comes in with them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from wenye.accounts import audit, factors
from wenye.accounts.access import SYSTEM, Subject
from wenye.accounts.clock import now, today
from wenye.accounts.models import Grant, Mandate, SecondFactor, User
from wenye.accounts.places import towns
from wenye.accounts.roles import Role, catalogue

PASSWORD = "dongting-reeds-2019"
"""Of every demo account; it is told on the login page."""

NAMES: Mapping[str, str] = {
    "citizen": "张伟", "firm_clerk": "李娜", "village_collector": "王强", "town_officer": "刘洋", "case_worker": "陈静",
    "reviewer": "赵敏", "approver": "黄磊", "finance_maker": "周婷", "finance_checker": "吴军", "finance_payer": "孙丽",
    "liaison_officer": "徐芳", "supervision": "胡斌", "leader": "周杰", "bank_officer": "朱琳", "auditor": "何平",
    "security_admin": "郭峰", "system_admin": "马超", "policy_author": "罗兰", "analyst": "梁燕",
}  # fmt: skip
UNITS: Mapping[str, str] = {"liaison_officer": "education", "bank_officer": "loan_banks"}
UNIT = "hrss"


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person or firm of the demo's registers, for whom a demo account stands or acts."""

    subject: Subject
    label: str
    town: str | None


def demo_accounts(person: Somebody | None = None, firm: Somebody | None = None) -> list[User]:
    """An account for each role, made where it is missing; nothing where the site is no demo.

    The applicant's is ``person``'s; the clerk manages ``firm``'s users; town and village are the person's.
    """
    if not settings.WENYE_DEMO:
        return []
    town = (person.town if person else None) or next(iter(towns()))
    return [_account(role, person, firm, town) for role in catalogue().roles.values()]


def login_of(role: str) -> str:
    """The account name of a role's demo account."""
    return role.replace("_", "-")


def account(login: str) -> User | None:
    """The demo account of this name, in a demo."""
    return User.objects.filter(login=login, is_demo=True).first() if settings.WENYE_DEMO and login else None


def accounts() -> list[tuple[User, Grant]]:
    """The demo accounts with their roles, in the order of the catalogue; none where the site is no demo."""
    if not settings.WENYE_DEMO:
        return []
    grants = Grant.objects.filter(user__is_demo=True, ended_at=None).select_related("user", "user__second_factor")
    order = list(catalogue().roles)
    return [(grant.user, grant) for grant in sorted(grants, key=lambda grant: order.index(grant.role))]


def _account(role: Role, person: Somebody | None, firm: Somebody | None, town: str) -> User:
    made = User.objects.filter(login=login_of(role.id)).first()
    if made is not None:
        return made
    me = person.subject if person and role.id == "citizen" else ("", None)
    with transaction.atomic():
        user = User(login=login_of(role.id), name=NAMES[role.id], is_demo=True, entity=me[0], subject=me[1])
        user.set_password(PASSWORD)
        user.save()
        _grant(user, role, town)
        if firm and role.id == "firm_clerk":
            _mandate(user, firm)
        if role.second_factor:
            factors.begin(user)
            SecondFactor.objects.filter(user=user).update(confirmed_at=now())
        audit.record(SYSTEM, "users.manage", "account", user.pk, details={"did": "made", "demo": True})
    return user


def _grant(user: User, role: Role, town: str) -> None:
    Grant.objects.create(
        user=user, role=role.id, valid_from=today(), granted_at=now(), confirmed_at=now(), reason="演示账户",
        area=town if role.reach == "area" else "",
        unit=UNITS.get(role.id, UNIT) if role.reach == "unit" else "",
    )  # fmt: skip


def _mandate(user: User, firm: Somebody) -> None:
    Mandate.objects.create(
        user=user, kind=Mandate.Kind.FIRM, entity=firm.subject[0], subject=firm.subject[1], label=firm.label,
        manages=True, valid_from=today(), recorded_at=now(),
    )  # fmt: skip
