"""Who is close to a subject, and so must not handle its case: the household, a firm's owner and staff."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from wenye.accounts.clock import today
from wenye.feel.text import Text
from wenye.registry.models import Employment, Firm, Person
from wenye.registry.subjects import standing_on, table


@dataclass(frozen=True, slots=True)
class Related:
    """A person who is close to a subject, and how."""

    person: int
    how: Text


_SELF = Text("本人", "the person")
_FAMILY = Text("同户家庭成员", "of the same household")
_OWNER = Text("经营者或法定代表人", "owner or legal representative")
_STAFF = Text("在职人员", "staff in post")
_OWNERS_FAMILY = Text("经营者或法定代表人的同户家庭成员", "of the household of the owner or legal representative")


def related_to(entity: str, key: int, on: date | None = None) -> list[Related]:
    """The people close to a subject on a day (today), each once, the closest tie first. Raises NoSuchEntity.

    For a person: the person and the household; for a firm: its owner (the legal representative), staff in post and
    the owner's household; for anything else: those close to the people and firms that it is about.
    """
    found: dict[int, Text] = {}
    for person, how in _ties(entity, key, on or today()):
        found.setdefault(person, how)
    return [Related(person, how) for person, how in found.items()]


def _ties(entity: str, key: int, day: date) -> Iterator[tuple[int, Text]]:
    if entity == "household":
        yield from ((member, _FAMILY) for member in _members([key]))
        return
    table(entity)
    if entity != "firm":
        for person in standing_on(entity, Person, [key]).values():
            yield from _close_to_person(person)
    if entity != "person":
        for firm in standing_on(entity, Firm, [key]).values():
            yield from _close_to_firm(firm, day)


def _close_to_person(key: int, family: Text = _FAMILY, own: Text = _SELF) -> Iterator[tuple[int, Text]]:
    """All records of the person, then everybody of the households they stand in."""
    kept = Person.objects.filter(pk=key).values_list("merged_into_id", flat=True).first() or key
    records = Person.objects.filter(Q(pk=kept) | Q(merged_into=kept)).order_by("pk")
    yield from ((record, own) for record in records.values_list("pk", flat=True))
    homes = [home for home in records.values_list("household_id", flat=True) if home is not None]
    yield from ((member, family) for member in _members(homes))


def _members(households: list[int]) -> Iterator[int]:
    people = Person.objects.filter(household__in=households).order_by("pk")
    for record, kept in people.values_list("pk", "merged_into_id"):
        yield from (record,) if kept is None else (kept, record)


def _close_to_firm(key: int, day: date) -> Iterator[tuple[int, Text]]:
    owner = Firm.objects.filter(pk=key).values_list("owner_id", flat=True).first()
    if owner is not None:
        yield owner, _OWNER
    working = Q(ended_on=None) | Q(ended_on__gt=day)
    listed = Q(left_on=None) | Q(left_on__gt=day)
    spells = Employment.objects.filter(working, listed, firm=key, started_on__lte=day)
    yield from ((person, _STAFF) for person in spells.order_by("person").values_list("person_id", flat=True).distinct())
    if owner is not None:
        yield from _close_to_person(owner, _OWNERS_FAMILY, _OWNER)
