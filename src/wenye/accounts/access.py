"""The one access layer: what a user may do, for whom, and which rows of a table are within reach.

Pages, fragments, the interface, exports and files all ask here. ``limit`` is the only way in which a queryset is
narrowed to a user's reach; a row outside of it is simply not found.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet

from wenye.accounts.models import Grant, Mandate, User
from wenye.accounts.roles import Role, catalogue
from wenye.feel.errors import WenyeError
from wenye.feel.text import Text

Subject = tuple[str, int]
"""A person or firm of the registers: entity and id."""

ANY: Final = "*"
"""Not asked: whether the act is allowed somewhere, for somebody."""

Row = TypeVar("Row", bound=Model)


class Denied(WenyeError, PermissionDenied):
    """An act is refused: ``what`` was refused, ``why``, and ``ask``, whom to turn to."""

    def __init__(self, what: Text, why: Text, ask: Text) -> None:
        self.what, self.why, self.ask = what, why, ask
        super().__init__(f"{what.zh}{why.zh}{ask.zh} / {what.en} {why.en} {ask.en}")


@dataclass(frozen=True, slots=True)
class Piece:
    """One role's reach for one act. ``area`` and ``unit`` are empty where they set no limit; ``subjects`` is None
    where the act is not bound to subjects; ``barred`` are the user's own matters, where the act is never his."""

    area: str = ""
    unit: str = ""
    subjects: frozenset[Subject] | None = None
    barred: frozenset[Subject] = frozenset()

    def covers(self, area: str | None, unit: str | None, subject: Subject | str | None) -> bool:
        """Whether an object with these values is within reach; ANY is not asked, None has none."""
        if self.area and area not in (ANY, self.area):
            return False
        if self.unit and unit not in (ANY, self.unit):
            return False
        if subject == ANY:
            return self.subjects is None or bool(self.subjects)
        return subject not in self.barred and (self.subjects is None or subject in self.subjects)

    def query(self, columns: "Columns") -> Q:
        """The rows within reach. A limit on a column that the table does not have leaves none."""
        wanted = Q()
        for value, column in ((self.area, columns.area), (self.unit, columns.unit)):
            if value:
                wanted &= Q(**{column: value}) if column else NOTHING
        if self.subjects is not None:
            wanted &= columns.among(self.subjects)
        if self.barred and columns.subject:
            wanted &= ~columns.among(self.barred)
        return wanted


NOTHING: Final = Q(pk__in=())


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a table says whose a row is; ``of`` names the entity where every row is of the same."""

    area: str | None
    unit: str | None
    entity: str | None
    subject: str | None
    of: str

    def among(self, subjects: frozenset[Subject]) -> Q:
        """Rows about one of the subjects."""
        if not self.subject or not (self.entity or self.of):
            return NOTHING
        wanted = NOTHING
        for entity in sorted({entity for entity, _ in subjects}):
            ids = sorted(subject for kind, subject in subjects if kind == entity)
            if self.entity:
                wanted |= Q(**{self.entity: entity, f"{self.subject}__in": ids})
            elif entity == self.of:
                wanted |= Q(**{f"{self.subject}__in": ids})
        return wanted


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an act is allowed: within any of the pieces."""

    pieces: tuple[Piece, ...]

    def covers(
        self, *, area: str | None = ANY, unit: str | None = ANY, subject: Subject | str | None = ANY
    ) -> bool:
        """Whether an object with these values is within reach."""
        return any(piece.covers(area, unit, subject) for piece in self.pieces)

    def limit(
        self,
        queryset: QuerySet[Row],
        *,
        area: str | None = "town",
        unit: str | None = "unit",
        entity: str | None = "entity",
        subject: str | None = "subject",
        of: str = "",
    ) -> QuerySet[Row]:
        """The rows of ``queryset`` within reach; the arguments name its columns, None what it has not.

        ``of`` is the entity of every row of a table that has no column for it: ``limit(people, unit=None,
        entity=None, subject="pk", of="person")``.
        """
        columns = Columns(area, unit, entity, subject, of)
        wanted = NOTHING
        for piece in self.pieces:
            query = piece.query(columns)
            if not query:
                return queryset
            wanted |= query
        return queryset.filter(wanted)

    @property
    def areas(self) -> frozenset[str] | None:
        """The towns that bound it, for lists to choose from; None for the whole district."""
        return None if any(not piece.area for piece in self.pieces) else frozenset(piece.area for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Held:
    """A role in force, and where."""

    role: Role
    area: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Acting:
    """For whom the user acts now, by which mandate."""

    mandate: int
    subject: Subject
    label: str
    manages: bool = False


@dataclass(frozen=True, slots=True)
class Access:
    """What one user may do today. ``me`` is the user's own register row, ``acting`` for whom he acts now."""

    user_id: int | None
    name: str
    held: tuple[Held, ...]
    me: Subject | None = None
    acting: Acting | None = None

    @property
    def role(self) -> str:
        """The id of the first role in force."""
        return self.held[0].role.id

    @property
    def staff(self) -> bool:
        """Whether the user works here, as against an applicant or a visitor."""
        return any(held.role.second_factor for held in self.held) or self.role in ("renewing", "unverified")

    @property
    def on_behalf_of(self) -> str:
        """Whom the user acts for, as ``entity:id``; empty for himself."""
        return "{}:{}".format(*self.acting.subject) if self.acting else ""

    def role_for(self, act: str) -> str:
        """The id of the role that allows the act; of the first role where none does, as for events."""
        catalogue().label(act)
        return next((held.role.id for held in self.held if held.role.allows(act)), self.role)

    def scope(self, act: str) -> Scope:
        """Where the act is allowed. Raises UnknownAct."""
        catalogue().act(act)
        return Scope(tuple(self._piece(held, act) for held in self.held if held.role.allows(act)))

    def may(
        self, act: str, *, area: str | None = ANY, unit: str | None = ANY, subject: Subject | str | None = ANY
    ) -> bool:
        """Whether the act is allowed on an object of this town, unit and subject; without them: anywhere at all.

        None, or an empty text, is an object that has no town or unit: only who may do it everywhere may do it there.
        """
        return self.scope(act).covers(area=area or None, unit=unit or None, subject=subject)

    def require(
        self, act: str, *, area: str | None = ANY, unit: str | None = ANY, subject: Subject | str | None = ANY
    ) -> None:
        """Raises Denied unless ``may`` says yes."""
        if not self.may(act, area=area, unit=unit, subject=subject):
            raise self._denied(act, subject)

    def distinct_from(self, *user_ids: int | None) -> None:
        """Raises Denied if the user did a step before, or is nobody: a job is no second pair of eyes."""
        if self.user_id is None or self.user_id in user_ids:
            raise Denied(SAME_WHAT, SAME_WHY, SAME_ASK)

    def _piece(self, held: Held, name: str) -> Piece:
        act = catalogue().act(name)
        if held.role.id == "system":
            return Piece()
        subjects = None
        if act.consent:
            subjects = frozenset({self.acting.subject}) if self.acting else frozenset()
        elif held.role.reach == "own":
            subjects = self._own()
        barred = frozenset({self.me}) if act.not_own and self.me else frozenset()
        return Piece(held.area if act.by_area else "", held.unit if act.by_unit else "", subjects, barred)

    def _own(self) -> frozenset[Subject]:
        if self.acting:
            return frozenset({self.acting.subject})
        return frozenset({self.me}) if self.me else frozenset()

    def _denied(self, name: str, subject: Subject | str | None) -> Denied:
        act = catalogue().act(name)
        what = Text(f"不能{act.label.zh}。", f"You may not {act.label.en}.")
        if self.user_id is None:
            return Denied(what, Text("您还没有登录。", "You are not signed in."), Text("请先登录。", "Please sign in."))
        if act.not_own and subject is not None and subject == self.me:
            return Denied(what, OWN_WHY, SAME_ASK)
        if act.consent and self.may(name) is False and any(held.role.allows(name) for held in self.held):
            return Denied(what, CONSENT_WHY, CONSENT_ASK)
        if self.may(name):
            return Denied(what, OUTSIDE_WHY, OUTSIDE_ASK)
        return Denied(what, ROLE_WHY, ROLE_ASK)


SAME_WHAT = Text("这一步不能由您办理。", "This step cannot be yours.")
SAME_WHY = Text("前面的步骤是您办的，或者这是后台任务；这一步必须由另一个人办。",
                "You did a step before it, or this is a background job; another person must do this one.")  # fmt: skip
SAME_ASK = Text("请交给同岗位的其他同事。", "Please hand it to a colleague with the same role.")
OWN_WHY = Text("这是您本人的事项，应当回避。", "It is a matter of your own.")
CONSENT_WHY = Text("没有当事人同意代办的登记，或者您还没有选择为谁办事。",
                   "There is no recorded consent, or you have not chosen for whom you act.")  # fmt: skip
CONSENT_ASK = Text("请先登记同意，再选择为谁办事。", "Record the consent, then choose for whom you act.")
OUTSIDE_WHY = Text("它不在您负责的镇、单位或本人事项之内。", "It lies outside of your town, unit or own matters.")
OUTSIDE_ASK = Text("请联系负责该范围的同事。", "Please ask the colleague in charge of it.")
ROLE_WHY = Text("您的角色没有这项权限。", "Your roles do not allow it.")
ROLE_ASK = Text("确有需要的，请向本单位安全管理员申请。", "If you need it, ask the security administrator.")


def _always(name: str) -> Held:
    return Held(catalogue().always[name])


ANYONE: Final = Access(None, "访客", (_always("visitor"),))
"""A visitor who is not signed in."""

SYSTEM: Final = Access(None, "系统", (_always("system"),))
"""Background jobs and the command line: may do everything, and is nobody's second pair of eyes."""


def access_of(
    user: User | AnonymousUser, today: date, *, acting_for: int | None = None, verified: bool = True
) -> Access:
    """What ``user`` may do on the business day ``today``.

    ``acting_for`` is the id of a mandate of his; one that is not in force counts as none. ``verified``: whether the
    second factor was shown; without it roles that need one are not in force.
    """
    if not isinstance(user, User) or not user.may_enter:
        return ANYONE
    if user.must_change_password:
        return Access(user.pk, user.name, (_always("renewing"),))
    held = in_force(user, today)
    if not verified and any(item.role.second_factor for item in held):
        return Access(user.pk, user.name, (_always("unverified"),))
    me = (user.entity, user.subject) if user.entity and user.subject is not None else None
    return Access(user.pk, user.name, (*held, _always("member")), me, _acting(user, today, acting_for))


def in_force(user: User, today: date) -> tuple[Held, ...]:
    """The roles of a user that are in force, in the order of the catalogue.

    Of two roles that one person may not hold together only the one granted first is in force: the catalogue may have
    been made stricter since.
    """
    found: list[Grant] = []
    for grant in current(Grant.objects.filter(user=user, ended_at=None), today).order_by("granted_at", "pk"):
        role = catalogue().roles.get(grant.role)
        if role is None or (role.grave and grant.confirmed_at is None):
            continue
        if not catalogue().clashes(grant.role, {item.role for item in found}):
            found.append(grant)
    order = list(catalogue().roles)
    found.sort(key=lambda grant: order.index(grant.role))
    return tuple(Held(catalogue().roles[grant.role], grant.area, grant.unit) for grant in found)


def current(rows: QuerySet[Row], today: date) -> QuerySet[Row]:
    """Grants or mandates whose time has come and has not passed."""
    return rows.filter(Q(valid_until=None) | Q(valid_until__gte=today), valid_from__lte=today)


def _acting(user: User, today: date, mandate_id: int | None) -> Acting | None:
    if mandate_id is None:
        return None
    mine: Iterable[Mandate] = current(Mandate.objects.filter(user=user, revoked_at=None, pk=mandate_id), today)
    return next((Acting(item.pk, (item.entity, item.subject), item.label, item.manages) for item in mine), None)
