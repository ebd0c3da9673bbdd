"""What a user sees of the own account: roles, sessions, who may act, who looked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wenye.accounts.access import Access, Held
from wenye.accounts.clock import local
from wenye.accounts.models import AuditEntry, Mandate, SignIn, User
from wenye.accounts.places import towns, units
from wenye.accounts.roles import catalogue
from wenye.feel.text import Text
from wenye.web.language import joined, label, said, say


@dataclass(frozen=True, slots=True)
class Session:
    """A session in the list of the own account."""

    key: str
    began: str
    seen: str
    address: str
    device: str
    here: bool


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody saw a number whole."""

    when: str
    who: str
    what: str
    why: str


def moment(value: datetime) -> str:
    """A moment as tables show it, at Beijing time, to the minute."""
    return local(value).strftime("%Y-%m-%d %H:%M")


def reach(area: str, unit: str) -> str:
    """The town and unit of a grant in words; empty for the whole district."""
    names = [table.get(name, Text(name, name)) for table, name in ((towns(), area), (units(), unit)) if name]
    return joined(names)


def held(access: Access) -> list[str]:
    """The roles in force in words, each with its reach."""
    return [_held(item) for item in access.held if item.role.id in catalogue().roles]


def _held(item: Held) -> str:
    where = reach(item.area, item.unit)
    name = said(item.role.label)
    return say("site.pair", name=name, value=where) if where else name


def sessions(user: User, here: SignIn | None) -> list[Session]:
    """The open sessions of a user, the latest first."""
    rows = SignIn.objects.filter(user=user, ended_at=None).order_by("-seen_at")[:50]
    return [
        Session(
            str(row.pk), moment(row.began_at), moment(row.seen_at), row.address, device(row.agent),
            here is not None and row.pk == here.pk,
        )
        for row in rows
    ]  # fmt: skip


SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
BROWSERS = {"Edg": "Edge", "MicroMessenger": "WeChat", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}


def device(agent: str) -> str:
    """System and browser, from what the browser says of itself."""
    system = next((name for name in SYSTEMS if name in agent), "")
    browser = next((name for sign, name in BROWSERS.items() if sign in agent), "")
    return " · ".join(part for part in (system, browser) if part) or agent[:40]


def looks(entries: Sequence[AuditEntry]) -> list[Look]:
    """Entries of the trail as the person concerned reads them."""
    names = User.objects.in_bulk([entry.actor for entry in entries if entry.actor is not None])
    return [_look(entry, names) for entry in entries]


def _look(entry: AuditEntry, names: dict[int, User]) -> Look:
    role = said(catalogue().role(entry.role).label)
    who = f"{names[entry.actor].name}（{role}）" if entry.actor in names else role
    return Look(moment(entry.at), who, said(column(str(entry.details.get("column", "")))), entry.reason)


COLUMNS = {name: f"account.column_{name}" for name in ("id_no", "phone", "bank_account")}


def column(name: str) -> Text:
    """What a sealed column is called."""
    return label(COLUMNS[name]) if name in COLUMNS else Text(name, name)


def mandate(item: Mandate) -> str:
    """Whom a mandate is for and what it covers."""
    if item.kind == Mandate.Kind.FIRM:
        return say("account.firm_manages") if item.manages else say("account.for_firm")
    until = item.valid_until.isoformat() if item.valid_until else ""
    return say("account.for_consent", what=item.consented, until=until)
