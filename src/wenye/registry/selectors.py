"""Reads from the registers: subjects as they may be shown, what is known of one, imports and what they touched."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet

from wenye.accounts.access import Scope
from wenye.accounts.crypto import keyring
from wenye.feel.text import Text
from wenye.registry.catalogue import registers
from wenye.registry.facts import Extract, Origin, counted, origins
from wenye.registry.facts.sources import kinds
from wenye.registry.models import Firm, ImportJob, Person, PersonMerge, StandingDecision
from wenye.registry.numbers import id_fault
from wenye.registry.relatives import Related, related_to
from wenye.registry.stops import PaymentStop, payment_stops

Known = bool | int | date | str | None


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact of one subject. ``value`` as in frames (money in fen, shares in ten-thousandths); None is unknown.

    ``origin`` is the register that tells it, or would; ``dated`` the day its last roster reflects.
    """

    name: str
    value: Known
    kind: str
    origin: Origin
    dated: date | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A person or firm as lists show it: personal numbers masked."""

    entity: str
    id: int
    name: str
    number: str
    town: str | None


def facts_of(entity: str, key: int, as_of: date) -> list[KnownFact]:
    """What the registers know of one subject on a day, each fact with its source and that source's date.

    Facts that the pack counts from other rows are among them, by the very definition that the match uses.
    """
    with Extract(as_of, [key]) as extract:
        found, tellers = extract.told(entity)
        found = counted.counted(extract, entity, found)
    row = found.row(0, named=True) if found.height else {}
    dates, types = roster_dates(), kinds(entity)
    facts = [(name, types[name], _teller(sources, tellers.get(name))) for name, sources in origins(entity).items()]
    facts += [(fact.id, counted.kind_of(fact), counted.origin(fact)) for fact in counted.counted_of(entity)]
    return [KnownFact(name, row.get(name), kind, origin, dates.get(origin.register)) for name, kind, origin in facts]


def _teller(sources: Sequence[Origin], register: str | None) -> Origin:
    """The source that told a fact, or the first that would."""
    return next((source for source in sources if source.register == register), sources[0])


def roster_dates() -> dict[str, date]:
    """For each register that was brought in, the latest day its rosters reflect."""
    done = ImportJob.objects.filter(state=ImportJob.State.DONE, dry_run=False)
    return dict(done.values_list("register").annotate(latest=Max("dated")))


def person_by_number(id_no: str) -> Person | None:
    """The person with this identity number, found by its blind index; the kept record where there are two."""
    if id_fault(id_no):
        return None
    found = Person.objects.filter(id_no_index=keyring().index("id_no", id_no)).select_related("merged_into").first()
    return found and (found.merged_into or found)


def row_within(scope: Scope, entity: str, key: int) -> Person | Firm | None:
    """The person or firm with this id within reach; what lies outside is not found."""
    if entity == "firm":
        return scope.limit(Firm.objects.filter(pk=key), unit=None, entity=None, subject="pk", of=entity).first()
    return scope.limit(Person.objects.filter(pk=key), unit=None, entity=None, subject="pk", of=entity).first()


def person_within(scope: Scope, id_no: str) -> Person | None:
    """The person with this identity number within reach; spaces and full-width digits do not matter."""
    found = person_by_number("".join(unicodedata.normalize("NFKC", id_no).split()).upper())
    return found if found is None else scope.limit(
        Person.objects.filter(pk=found.pk), unit=None, entity=None, subject="pk", of="person"
    ).first()  # fmt: skip


def firm_by_code(uscc: str) -> Firm | None:
    """The firm with this credit code."""
    return Firm.objects.filter(uscc="".join(unicodedata.normalize("NFKC", uscc).split()).upper()).first()


def people_by_phone(phone: str) -> "QuerySet[Person]":
    """People with this telephone number."""
    return Person.objects.filter(phone_index=keyring().index("phone", phone), merged_into=None)


def shown_person(person: Person) -> Shown:
    """A person with the identity number masked."""
    return Shown("person", person.pk, person.name, person.masked("id_no") or "", person.town)


def shown_firm(firm: Firm) -> Shown:
    """A firm; its credit code is public."""
    return Shown("firm", firm.pk, firm.name, firm.uscc, firm.town)


def some_subjects(entity: str, count: int = 50, town: str | None = None) -> list[Shown]:
    """The first people or firms (of a town), for choosing one in the demo."""
    if entity == "firm":
        firms = Firm.objects.exclude(firm_kind=None).order_by("id")
        return [shown_firm(firm) for firm in (firms.filter(town=town) if town else firms)[:count]]
    people = Person.objects.exclude(digest=None).filter(merged_into=None).order_by("id")
    return [shown_person(person) for person in (people.filter(town=town) if town else people)[:count]]


def some_of(entity: str, keys: Sequence[int]) -> list[Shown]:
    """The people or firms with these ids, in their order; those that are not there are left out."""
    if entity == "firm":
        firms = Firm.objects.in_bulk(keys)
        return [shown_firm(firms[key]) for key in keys if key in firms]
    people = Person.objects.in_bulk(keys)
    return [shown_person(people[key]) for key in keys if key in people]


def merges(person: int) -> "QuerySet[PersonMerge]":
    """The merges that a record took part in, the latest first."""
    return PersonMerge.objects.filter(Q(keep=person) | Q(drop=person)).order_by("-pk")


def imports(limit: int = 50) -> "QuerySet[ImportJob]":
    """The latest imports."""
    return ImportJob.objects.all()[:limit]


def touched_decisions(since: datetime | None = None) -> "QuerySet[StandingDecision]":
    """Decisions whose facts an import, an undo or a merge has changed since they were taken."""
    found = StandingDecision.objects.exclude(touched_at=None)
    return found.filter(touched_at__gte=since) if since else found


def changed_since(moment: datetime) -> bool:
    """Whether any register changed after ``moment``: a match made before is out of date then."""
    done = ImportJob.objects.filter(dry_run=False, finished_at__gt=moment, state=ImportJob.State.DONE)
    return done.exists() or ImportJob.objects.filter(undone_at__gt=moment).exists()


def register_labels() -> Iterator[tuple[str, Text, str]]:
    """Every register's id, name and keeper, in the order of bringing in."""
    for register in registers().values():
        yield register.id, register.label, register.keeper


def is_empty() -> bool:
    """Whether nobody is registered yet."""
    return not Person.objects.exists()


__all__: Sequence[str] = [
    "KnownFact",
    "PaymentStop",
    "Related",
    "Shown",
    "changed_since",
    "facts_of",
    "firm_by_code",
    "imports",
    "is_empty",
    "merges",
    "payment_stops",
    "people_by_phone",
    "person_by_number",
    "person_within",
    "register_labels",
    "related_to",
    "roster_dates",
    "row_within",
    "shown_firm",
    "shown_person",
    "some_of",
    "some_subjects",
    "touched_decisions",
]
