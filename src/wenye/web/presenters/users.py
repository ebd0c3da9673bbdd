"""Accounts, their grants and locks, as the security administrator reads them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from wenye.accounts.models import Attempt, Grant, User
from wenye.accounts.places import towns, units
from wenye.accounts.roles import Role, catalogue
from wenye.accounts.selectors import Technical, grants_of
from wenye.web import ui
from wenye.web.language import label, said, say
from wenye.web.presenters.account import moment, reach

STATES = {"in_force": "yes", "waits": "near", "sleeps": "no", "later": "run", "ended": "unknown"}


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A grant in the list of one account."""

    key: int
    role: str
    reach: str
    period: str
    by: str
    reason: str
    state: ui.State
    live: bool


@dataclass(frozen=True, slots=True)
class LockRow:
    """A lock: what is locked, whose it is, until when."""

    key: int
    kind: str
    whose: str
    failures: int
    until: str


def table(users: Sequence[User]) -> ui.Table:
    """The list of accounts."""
    heads = ("name", "login", "role", "factor", "last", "state")
    return ui.Table(label("users.title"), [ui.Head(label(f"users.{head}")) for head in heads], [_row(u) for u in users])


def _row(user: User) -> ui.Row:
    held = [grant for grant in user.grants.all() if grant.ended_at is None]
    roles = "、".join(said(catalogue().role(grant.role).label) for grant in held if grant.role in catalogue().roles)
    factor = getattr(user, "second_factor", None)
    on = factor is not None and factor.confirmed_at is not None
    cells = [
        ui.Cell(user.login),
        ui.Cell(roles or "—"),
        ui.Cell(label("users.factor_yes" if on else "users.factor_no")),
        ui.Cell(moment(user.last_login) if user.last_login else label("users.never")),
        ui.Cell(state=state(user)),
    ]
    return ui.Row(str(user.pk), user.name, reverse("web:users-one", args=[user.pk]), cells)


def technical(rows: Sequence[Technical]) -> ui.Table:
    """How accounts stand technically, without a way to change them."""
    names = ("login", "sessions", "last", "factor", "state")
    heads = [ui.Head(label(f"users.{name}"), n=name == "sessions") for name in names]
    return ui.Table(label("users.state_title"), heads, [_technical(row) for row in rows])


def _technical(row: Technical) -> ui.Row:
    locked = ui.State("no", label("users.locked_title"))
    cells = [
        ui.Cell(str(row.sessions), n=True),
        ui.Cell(moment(row.seen) if row.seen else "—"),
        ui.Cell(label("users.factor_yes" if row.factor else "users.factor_no")),
        ui.Cell(state=locked if row.locked else state(row.user)),
    ]
    return ui.Row(str(row.user.pk), row.user.login, "", cells)


def state(user: User) -> ui.State:
    """Whether an account is open."""
    return ui.State("yes", label("users.active")) if user.is_active else ui.State("unknown", label("users.closed"))


def grants(user: User) -> list[GrantRow]:
    """Every grant of a user, the latest first."""
    return [_grant(grant, word) for grant, word in grants_of(user)]


def _grant(grant: Grant, word: str) -> GrantRow:
    names = [by.name for by in (grant.granted_by, grant.confirmed_by) if by is not None]
    until = grant.valid_until.isoformat() if grant.valid_until else say("users.open_end")
    return GrantRow(
        grant.pk, role_name(grant.role), where(grant), f"{grant.valid_from.isoformat()} – {until}",
        " / ".join(names) or "—", grant.reason, ui.State(STATES[word], label(f"users.{word}")), word != "ended",
    )  # fmt: skip


def role_name(role: str) -> str:
    """A role in words; its id where the catalogue has dropped it."""
    return said(catalogue().roles[role].label) if role in catalogue().roles else role


def where(grant: Grant) -> str:
    """The reach of a grant in words."""
    return reach(grant.area, grant.unit) or say("users.district")


def grant_fields(since: str) -> list[ui.Field]:
    """The form that grants a role."""
    none = ui.Choice("", label("users.none"))
    return [
        ui.Field("role", label("users.role"), kind="select", choices=[none, *map(_role, catalogue().roles.values())]),
        ui.Field("area", label("users.area"), kind="select", hint=label("users.area_hint"), choices=[
            none, *(ui.Choice(key, text) for key, text in towns().items())]),
        ui.Field("unit", label("users.unit"), kind="select", hint=label("users.unit_hint"), choices=[
            none, *(ui.Choice(key, text) for key, text in units().items())]),
        ui.Field("since", label("users.since"), since, "day"),
        ui.Field("until", label("users.until"), kind="day"),
        ui.Field("reason", label("users.reason"), hint=label("users.reason_hint")),
    ]  # fmt: skip


def _role(role: Role) -> ui.Choice:
    return ui.Choice(role.id, f"{said(role.label)}（{say('users.grave')}）" if role.grave else role.label)


def role_filter() -> list[ui.Choice]:
    """Every role, to choose from."""
    return [ui.Choice(role.id, role.label) for role in catalogue().roles.values()]


def locks(rows: Sequence[Attempt]) -> list[LockRow]:
    """What is locked now."""
    return [_lock(row) for row in rows]


def _lock(row: Attempt) -> LockRow:
    whose = row.user.name if row.user else say("users.unknown_login")
    if row.kind == Attempt.Kind.ADDRESS:
        whose = row.address
    until = moment(row.locked_until) if row.locked_until else ""
    return LockRow(row.pk, say(f"users.kind_{row.kind}"), whose, row.failures, until)
