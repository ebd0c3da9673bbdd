"""The audit trail as the auditor reads it."""

from collections.abc import Sequence
from dataclasses import dataclass

from wenye.accounts.clock import local
from wenye.accounts.models import AuditEntry, User
from wenye.accounts.places import towns
from wenye.accounts.roles import catalogue
from wenye.web import ui
from wenye.web.language import said, say


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as the list shows it."""

    id: int
    when: str
    who: str
    login: str
    role: str
    behalf: str
    act: str
    object: str
    area: str
    details: str
    reason: str


def lines(entries: Sequence[AuditEntry]) -> list[Line]:
    """Entries in words."""
    users = User.objects.in_bulk({entry.actor for entry in entries if entry.actor is not None})
    return [_line(entry, users.get(entry.actor) if entry.actor is not None else None) for entry in entries]


def _line(entry: AuditEntry, user: User | None) -> Line:
    town = towns().get(entry.area)
    return Line(
        id=entry.id,
        when=f"{local(entry.at):%Y-%m-%d %H:%M:%S}",
        who=user.name if user else say("trail.nobody"),
        login=user.login if user else "",
        role=said(catalogue().role(entry.role).label) if _is_role(entry.role) else entry.role,
        behalf=say("trail.behalf", who=entry.behalf) if entry.behalf else "",
        act=act_name(entry.act),
        object=f"{entry.kind} {entry.key}".strip(),
        area=said(town) if town else entry.area,
        details="；".join(f"{name} {_plain(value)}" for name, value in entry.details.items() if value not in ("", None)),
        reason=entry.reason,
    )


def _is_role(name: str) -> bool:
    return name in catalogue().roles or name in catalogue().always


def _plain(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def act_name(act: str) -> str:
    """An act or event in words; its id where the catalogue has dropped it."""
    return said(catalogue().label(act)) if act in catalogue().acts or act in catalogue().events else act


def acts() -> list[ui.Choice]:
    """Every act and event, to choose from."""
    named = [(act.id, act.label) for act in catalogue().acts.values()] + list(catalogue().events.items())
    return [ui.Choice(name, text) for name, text in named]
