"""A chunk of checked rows written into its table: new, changed, the same as held, or at odds with another row.

Everything in here happens inside the transaction of the chunk.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db.models import ForeignKey

from wenye.accounts.crypto import Keyring
from wenye.accounts.sealed import Sealed, kept
from wenye.feel.text import Text
from wenye.registry import numbers
from wenye.registry.catalogue import COMPANIONS, REFERENCES, Column, Register
from wenye.registry.imports.references import Held, hold, mistakes
from wenye.registry.imports.sql import Stored, insert, update
from wenye.registry.models import ImportChange, Record
from wenye.registry.normalise import CLEAR, Value
from wenye.registry.problems import Problem
from wenye.registry.rows import Row

Key = tuple[Stored, ...]


@dataclass(slots=True)
class Outcome:
    """What became of the rows of a chunk."""

    added: int = 0
    changed: int = 0
    same: int = 0
    repeated: int = 0
    rejected: list[Row] = field(default_factory=list)
    untouched: list[int] = field(default_factory=list)
    """The rows of the table that a roster row told nothing new of."""


@dataclass(slots=True)
class _Entry:
    """A row of the table as this chunk knows it: ``values`` in comparable form (sealed columns opened)."""

    id: int | None
    uid: UUID
    job: int | None
    row: int | None
    digest: bytes | None
    values: dict[str, Stored] | None
    stored: dict[str, Stored]
    first_job: int | None
    left_on: date | None = None
    left_job: int | None = None
    touched: bool = False
    before: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class _Incoming:
    """A checked row with its key in the table and its fingerprint."""

    row: Row
    key: Key
    digest: bytes


class Table:
    """The table of a register, with the columns that a roster can fill."""

    def __init__(self, register: Register, keys: Keyring, dated: date) -> None:
        self.register = register
        self.keys = keys
        self.dated = dated
        self.seen: dict[int, tuple[str, int]] = {}
        self.model: type[Record] = apps.get_model("registry", register.table)
        self.name = self.model._meta.db_table
        self.fields: dict[str, Column] = {
            name: column
            for name, column in register.columns.items()
            if column.kind not in COMPANIONS and not self._from_id(name)
        }
        self.places = {name: self._attname(name) for name in self.fields}
        self._simple = [
            (name, self.places[name])
            for name, column in self.fields.items()
            if column.kind not in REFERENCES and name not in self.sealed
        ]
        self._others = [
            name for name, column in self.fields.items() if column.kind in REFERENCES or name in self.sealed
        ]

    def _from_id(self, name: str) -> bool:
        """Sex and birth date follow from the identity number; the roster's cells only confirm it."""
        return name in ("sex", "birth_date") and "id_no" in self.register.columns

    def _attname(self, name: str) -> str:
        found = self.model._meta.get_field(name)
        return found.attname if isinstance(found, ForeignKey) else name

    @cached_property
    def sealed(self) -> frozenset[str]:
        """Columns that are stored sealed."""
        return frozenset(name for name in self.fields if isinstance(self.model._meta.get_field(name), Sealed))

    @cached_property
    def written(self) -> tuple[str, ...]:
        """Every database column that a row of the roster writes, besides the record's own."""
        extra = [f"{name}_index" for name in sorted(self.indexed)]
        own = ["sex", "birth_date"] if "id_no" in self.fields else []
        return (*self.places.values(), *extra, *own)

    @cached_property
    def indexed(self) -> frozenset[str]:
        """Sealed columns that are found by a blind index."""
        return frozenset(name for name in self.sealed if self._has(f"{name}_index"))

    def _has(self, name: str) -> bool:
        return any(found.name == name for found in self.model._meta.get_fields())

    def write(self, rows: Sequence[Row], job_id: int) -> Outcome:
        """Writes the rows and says what became of them."""
        outcome = Outcome()
        held = hold(self.register, rows, job_id, self.keys)
        ready: list[Row] = []
        for row in rows:
            row.problems.extend(mistakes(self.register, row, held))
            (outcome.rejected if row.problems else ready).append(row)
        incoming = [_Incoming(row, self._key(row, held), self.digest(row)) for row in ready]
        entries = self._existing(incoming)
        slow = self._load_compared(incoming, entries)
        for item in incoming:
            self._place(item, entries, slow, held, job_id, outcome)
        self._insert([entry for entry in entries.values() if entry.id is None], job_id)
        self._update([entry for entry in entries.values() if entry.touched and entry.id is not None], job_id)
        return outcome

    def mark(self, row: Row) -> int:
        """What a row is about, to notice a second row of the same file about it, even one that changes nothing."""
        return hash(tuple(str(row.values.get(name) or row.values.get("firm_name")) for name in self.register.key))

    def digest(self, row: Row) -> bytes:
        """The keyed fingerprint of what the row says."""
        said = "\x1f".join([f"{name}={value}" for name, value in row.values.items()])
        return self.keys.digest(f"{self.register.id}\x1f{said}")

    def _key(self, row: Row, held: Held) -> Key:
        return tuple(self._keyed(name, row, held) for name in self.register.key)

    def _keyed(self, name: str, row: Row, held: Held) -> Stored:
        if self.register.columns[name].kind == "own_id":
            return self.keys.index("id_no", str(row.values[name]))
        return self._resolved(name, row, held)

    def _resolved(self, name: str, row: Row, held: Held) -> Stored:
        """The value of a column with references turned into ids."""
        value, kind = row.values.get(name), self.register.columns[name].kind
        if value is CLEAR:
            return None
        if kind == "person":
            return held.people[str(value)][0] if value in held.people else None
        if kind == "household":
            return held.households.get(str(value))
        if kind == "firm":
            return self._firm(value, row, held)
        return value

    def _firm(self, code: Value, row: Row, held: Held) -> int | None:
        if isinstance(code, str):
            return held.firms[code]
        fitting = held.firms_by_name.get(str(row.values.get("firm_name")), ())
        return fitting[0] if len(fitting) == 1 else None

    def _existing(self, incoming: Sequence[_Incoming]) -> dict[Key, _Entry]:
        """Rows of the table that share the first part of their key with the chunk, by whole key."""
        wanted = {item.key[0] for item in incoming}
        if not wanted:
            return {}
        places = [self._key_place(name) for name in self.register.key]
        found = self.model._default_manager.filter(**{f"{places[0]}__in": list(wanted)}).values_list(
            *places, "id", "uid", "last_job_id", "source_row", "digest", "first_job_id", "left_on", "left_job_id"
        )
        entries = {}
        for item in found:
            *key, pk, uid, job, row, digest, first_job, left_on, left_job = item
            stamp = bytes(digest) if digest is not None else None
            entry = _Entry(pk, uid, job, row, stamp, None, {}, first_job, left_on, left_job)
            entries[tuple(_comparable(part) for part in key)] = entry
        return entries

    def _key_place(self, name: str) -> str:
        return "id_no_index" if self.register.columns[name].kind == "own_id" else self.places[name]

    def _load_compared(
        self, incoming: Sequence[_Incoming], entries: Mapping[Key, _Entry]
    ) -> dict[int, dict[str, Stored]]:
        """Whole rows of the table for those whose fingerprint differs: only these must be compared."""
        ids = []
        for item in incoming:
            entry = entries.get(item.key)
            if entry is not None and entry.id is not None and (entry.digest != item.digest or self._back(entry)):
                ids.append(entry.id)
        if not ids:
            return {}
        found = self.model._default_manager.filter(pk__in=ids).values("id", *self.written)
        return {int(item.pop("id")): {name: _comparable(value) for name, value in item.items()} for item in found}

    def _place(
        self,
        item: _Incoming,
        entries: dict[Key, _Entry],
        slow: Mapping[int, dict[str, Stored]],
        held: Held,
        job_id: int,
        outcome: Outcome,
    ) -> None:
        """Decides what one row is: new, the same, a repetition, a change, or at odds with an earlier row."""
        row, entry = item.row, entries.get(item.key)
        if entry is None:
            self.seen[self.mark(row)] = (row.sheet, row.number)
            entries[item.key] = self._new(item, held, job_id)
            outcome.added += 1
            return
        earlier = self.seen.setdefault(self.mark(row), (row.sheet, row.number))
        ours = earlier != (row.sheet, row.number)
        back = self._back(entry)
        if entry.digest == item.digest and not back:
            self._count_same(outcome, entry, ours)
            return
        known = self._opened(entry, slow)
        news = self._news(row, known, held)
        against = [self.register.columns[name].label for name in news if known[name] is not None]
        if ours and against:
            columns = Text("、".join(text.zh for text in against), ", ".join(text.en for text in against))
            row.problems.append(Problem("repeated", columns, str(earlier[1])))
            outcome.rejected.append(row)
        elif not news and entry.digest is not None and not back:
            self._count_same(outcome, entry, ours)
        else:
            only_mentioned = entry.digest is None
            self._change(entry, news, item.digest, row.number, ours)
            self._count_change(outcome, ours, only_mentioned)
            entry.job = job_id

    def _back(self, entry: _Entry) -> bool:
        """Whether a row that an earlier complete roster no longer held is told again."""
        return entry.left_on is not None and entry.left_on <= self.dated

    def _new(self, item: _Incoming, held: Held, job_id: int) -> _Entry:
        told = item.row.values
        entry = _Entry(None, uuid4(), job_id, item.row.number, item.digest, None, {}, job_id)
        entry.stored = {place: None if (value := told.get(name)) is CLEAR else value for name, place in self._simple}
        for name in self._others:
            if name in told or name == "firm":
                self._put(entry, name, self._resolved(name, item.row, held))
        return entry

    def _count_change(self, outcome: Outcome, ours: bool, only_mentioned: bool) -> None:
        """A row that other registers only mentioned until now counts as new."""
        if ours:
            outcome.repeated += 1
        elif only_mentioned:
            outcome.added += 1
        else:
            outcome.changed += 1

    def _count_same(self, outcome: Outcome, entry: _Entry, ours: bool) -> None:
        if ours:
            outcome.repeated += 1
            return
        outcome.same += 1
        if entry.id is not None:
            outcome.untouched.append(entry.id)

    def _opened(self, entry: _Entry, slow: Mapping[int, dict[str, Stored]]) -> dict[str, Stored]:
        """What an entry holds in comparable form: sealed columns opened."""
        if entry.values is None:
            if entry.id is not None:
                entry.stored = dict(slow[entry.id])
            entry.values = {name: entry.stored.get(place) for name, place in self.places.items()}
            for name in self.sealed:
                sealed = entry.stored.get(name)
                if isinstance(sealed, bytes):
                    entry.values[name] = self.keys.open(sealed, f"{self.name}.{name}", entry.uid)
        return entry.values

    def _news(self, row: Row, known: Mapping[str, Stored], held: Held) -> dict[str, Stored]:
        """Columns that the row tells differently. A blank cell tells nothing; 清空 tells to remove the value."""
        news = {}
        for name in self.fields:
            value = self._resolved(name, row, held)
            told = value is not None or row.values.get(name) is CLEAR
            if told and value != known[name]:
                news[name] = value
        return news

    def _change(self, entry: _Entry, news: Mapping[str, Stored], digest: bytes, number: int, ours: bool) -> None:
        if entry.id is not None and not ours and entry.before is None:
            left = {"left_on": _day(entry.left_on), "left_job_id": entry.left_job}
            meta = {"digest": entry.digest, "last_job_id": entry.job, "source_row": entry.row, **left}
            entry.before = kept(self.model, entry.uid, {**entry.stored, **meta})
        entry.digest, entry.row, entry.touched = digest, number, True
        if self._back(entry):
            entry.left_on = entry.left_job = None
        assert entry.values is not None
        for name, value in news.items():
            entry.values[name] = value
            self._put(entry, name, value)

    def _put(self, entry: _Entry, name: str, value: Stored) -> None:
        """Puts a value into an entry, sealed where the column is."""
        if name in self.sealed:
            self._seal(entry, name, value)
        else:
            entry.stored[self.places[name]] = value

    def _seal(self, entry: _Entry, name: str, value: Stored) -> None:
        text = value if isinstance(value, str) else None
        entry.stored[name] = self.keys.seal(text, f"{self.name}.{name}", entry.uid) if text else None
        if name in self.indexed:
            entry.stored[f"{name}_index"] = self.keys.index(name, text) if text else None
        if name == "id_no" and text:
            entry.stored["sex"], entry.stored["birth_date"] = numbers.sex(text), numbers.born(text)

    def _insert(self, entries: Sequence[_Entry], job_id: int) -> None:
        columns = ("uid", "digest", "first_job_id", "last_job_id", "source_row", *self.written)
        rows = [
            (entry.uid.hex, entry.digest, job_id, job_id, entry.row, *[entry.stored.get(name) for name in self.written])
            for entry in entries
        ]
        insert(self.name, columns, rows)

    def _update(self, entries: Sequence[_Entry], job_id: int) -> None:
        own = ("digest", "last_job_id", "source_row", "left_on", "left_job_id")
        rows = [
            (
                *(entry.digest, job_id, entry.row, _day(entry.left_on), entry.left_job),
                *[entry.stored.get(name) for name in self.written],
                entry.id,
            )
            for entry in entries
        ]
        update(self.name, (*own, *self.written), rows)
        changes = [
            ImportChange(job_id=job_id, table=self.register.table, row_id=entry.id or 0, before=entry.before)
            for entry in entries
            if entry.before is not None and entry.first_job != job_id
        ]
        ImportChange.objects.bulk_create(changes, ignore_conflicts=True)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _comparable(value: object) -> Any:
    """Database values in the form rows have: dates as text, binary as bytes."""
    if isinstance(value, date):
        return value.isoformat()
    return bytes(value) if isinstance(value, memoryview) else value
