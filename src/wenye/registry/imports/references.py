"""Who and what the rows of a chunk speak of: people by identity number, firms by credit code or name, households.

Whoever is not held yet gets a row of their own with what the roster tells (a stub), so that no row waits for another
department's roster.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from wenye.accounts.crypto import Keyring
from wenye.accounts.masks import mask_name
from wenye.registry import numbers
from wenye.registry.catalogue import Column, Register
from wenye.registry.imports.sql import insert
from wenye.registry.models import Firm, Household, Person
from wenye.registry.normalise import CLEAR
from wenye.registry.problems import Problem
from wenye.registry.rows import Row


@dataclass(frozen=True, slots=True)
class Held:
    """Ids of what the rows refer to. People by identity number with the name held, firms by code and by name.

    The number of a second record leads to the record that was kept.
    """

    people: Mapping[str, tuple[int, str]]
    firms: Mapping[str, int]
    firms_by_name: Mapping[str, Sequence[int]]
    households: Mapping[str, int]


def mentioned(register: Register, rows: Iterable[Row], kind: str) -> dict[str, str]:
    """What rows mention of one kind of reference -> the name given beside it (empty where none is)."""
    found: dict[str, str] = {}
    for name, column in register.columns.items():
        if column.kind != kind:
            continue
        companion = _companion(register, name, kind)
        for row in rows:
            value = row.values.get(name)
            if isinstance(value, str) and value is not CLEAR:
                given = row.values.get(companion)
                if isinstance(given, str) or value not in found:
                    found[value] = given if isinstance(given, str) and given is not CLEAR else ""
    return found


def _companion(register: Register, name: str, kind: str) -> str:
    """The column that holds the name of what ``name`` refers to."""
    if kind == "firm":
        return "firm_name"
    columns = register.columns.items()
    return next((other for other, column in columns if column.kind == "person_name" and column.of == name), "")


def hold(register: Register, rows: Sequence[Row], job_id: int, keys: Keyring) -> Held:
    """Looks up everything the rows mention and adds stubs for what is not held."""
    people = mentioned(register, rows, "person")
    firms = mentioned(register, rows, "firm")
    households = mentioned(register, rows, "household")
    named = {
        str(row.values["firm_name"])
        for row in rows
        if "firm_name" in row.values and row.values.get("firm") in (None, CLEAR)
    }
    return Held(
        people=_people(people, job_id, keys),
        firms=_firms(firms, job_id),
        firms_by_name=_firms_by_name(named),
        households=_households(households, job_id),
    )


def mistakes(register: Register, row: Row, held: Held) -> list[Problem]:
    """References that cannot be right: a number held under another name, an unknown person without a name, a firm's
    name that fits none or several."""
    found: list[Problem] = []
    for column in register.references:
        given = row.values.get(column.id)
        if isinstance(given, str) and given is not CLEAR:
            found.extend(_mistake(column, given, row, held))
    return found


def _mistake(column: Column, given: str, row: Row, held: Held) -> list[Problem]:
    if column.kind == "person_name":
        number = row.values.get(column.of)
        name = held.people[number][1] if isinstance(number, str) and number in held.people else given
        return [Problem("name_differs", column.label, mask_name(name))] if name != given else []
    if column.kind == "person":
        return [Problem("unknown_person", column.label)] if given not in held.people else []
    fitting = held.firms_by_name.get(given, ())
    if column.kind != "firm_name" or row.values.get("firm") is not None or len(fitting) == 1:
        return []
    return [Problem("several_firms" if fitting else "unknown_firm", column.label, given)]


def _people(wanted: Mapping[str, str], job_id: int, keys: Keyring) -> dict[str, tuple[int, str]]:
    by_index = {keys.index("id_no", number): number for number in wanted}
    held = _people_held(by_index)
    missing = [number for number in wanted if number not in held and wanted[number]]
    if missing:
        _add_people(missing, wanted, job_id, keys)
        held |= _people_held({keys.index("id_no", number): number for number in missing})
    return held


def _people_held(by_index: Mapping[bytes, str]) -> dict[str, tuple[int, str]]:
    if not by_index:
        return {}
    found = Person.objects.filter(id_no_index__in=list(by_index))
    rows = found.values_list("id_no_index", "id", "merged_into_id", "name")
    return {by_index[bytes(index)]: (kept or pk, name) for index, pk, kept, name in rows}


def _add_people(numbers_: Sequence[str], names: Mapping[str, str], job_id: int, keys: Keyring) -> None:
    rows = []
    for number in numbers_:
        uid = uuid4()
        sealed = keys.seal(number, "registry_person.id_no", uid)
        index = keys.index("id_no", number)
        rows.append((uid.hex, names[number], sealed, index, numbers.sex(number), numbers.born(number), job_id, job_id))
    insert(
        "registry_person",
        ("uid", "name", "id_no", "id_no_index", "sex", "birth_date", "first_job_id", "last_job_id"),
        rows,
        "id_no_index",
    )


def _firms(wanted: Mapping[str, str], job_id: int) -> dict[str, int]:
    held = dict(Firm.objects.filter(uscc__in=list(wanted)).values_list("uscc", "id")) if wanted else {}
    missing = [code for code in wanted if code not in held]
    if missing:
        rows = [(uuid4().hex, wanted[code] or code, code, job_id, job_id) for code in missing]
        insert("registry_firm", ("uid", "name", "uscc", "first_job_id", "last_job_id"), rows, "uscc")
        held |= dict(Firm.objects.filter(uscc__in=missing).values_list("uscc", "id"))
    return held


def _firms_by_name(names: Collection[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    if names:
        for name, pk in Firm.objects.filter(name__in=list(names)).values_list("name", "id"):
            found.setdefault(name, []).append(pk)
    return found


def _households(wanted: Mapping[str, str], job_id: int) -> dict[str, int]:
    held = dict(Household.objects.filter(number__in=list(wanted)).values_list("number", "id")) if wanted else {}
    missing = [number for number in wanted if number not in held]
    if missing:
        rows = [(uuid4().hex, number, job_id, job_id) for number in missing]
        insert("registry_household", ("uid", "number", "first_job_id", "last_job_id"), rows, "number")
        held |= dict(Household.objects.filter(number__in=missing).values_list("number", "id"))
    return held
