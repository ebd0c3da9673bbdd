"""Sealed values of every app brought under the current key, in chunks; what is left shows in the rows themselves.

Killed at any moment it goes on with the next call, since a value tells which key sealed it: nothing else is kept.
A table that freezes its rows must let its sealed columns change.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cache, reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.db.models import BinaryField, F, Func, Model, Q, QuerySet, TextField
from django.db.models import Count as Counted
from django.db.models.functions import Cast

from wenye.accounts.crypto import ID_LENGTH, Keyring, SealBroken, keyring
from wenye.accounts.sealed import Sealed, SealedRow, SealedValues

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Count:
    """How many values of a column one key has sealed; of columns that keep other rows' values, how many rows do."""

    column: str
    rows: int


@dataclass(slots=True)
class Resealed:
    """How far it is: rows to do, rows done, and those whose values do not open, as ``table:id``."""

    total: int
    done: int = 0
    broken: list[str] = field(default_factory=list)


Step = Callable[[int, int], AbstractContextManager[object]]
"""Gives the transaction of a chunk, told how many rows are done and how many there are."""


def _alone(done: int, total: int) -> AbstractContextManager[object]:
    return transaction.atomic()


@dataclass(frozen=True, slots=True)
class _Table:
    """A table with sealed values: columns of its own, and columns that keep values of other rows."""

    model: type[Model]
    sealed: tuple[str, ...]
    kept: tuple[str, ...]

    @property
    def name(self) -> str:
        """The table's name in the database."""
        return self.model._meta.db_table

    def under(self, keys: Sequence[str]) -> "QuerySet[Any]":
        """The rows with a value that one of these keys has sealed."""
        names = [key.encode() for key in keys]
        tests = [Q(**{f"key_{column}__in": names}) for column in self.sealed]
        tests += [Q(**{f"text_{column}__contains": _mark(key)}) for column in self.kept for key in keys]
        return self._told().filter(reduce(or_, tests, Q(pk__in=[])))

    def counts(self, keys: Sequence[str]) -> Iterator[tuple[str, Count]]:
        """For each key and column what is sealed with it."""
        for column in self.sealed:
            rows = self._told().exclude(**{column: None}).order_by().values_list(f"key_{column}")
            for key, number in rows.annotate(rows=Counted("pk")):
                yield bytes(key).decode(errors="replace"), Count(f"{self.name}.{column}", number)
        for column in self.kept:
            for key in keys:
                number = self._told().filter(**{f"text_{column}__contains": _mark(key)}).count()
                if number:
                    yield key, Count(f"{self.name}.{column}", number)

    def _told(self) -> "QuerySet[Any]":
        """The rows with the key of each sealed column, and the text of each column that keeps values."""
        keys = {f"key_{column}": Func(F(column), 1, ID_LENGTH, function="substr", output_field=BinaryField())
                for column in self.sealed}  # fmt: skip
        texts = {f"text_{column}": Cast(column, TextField()) for column in self.kept}
        rows: QuerySet[Any] = self.model._base_manager.annotate(**keys, **texts)
        return rows


def _mark(key: str) -> str:
    """What the text of a column with kept values contains where this key sealed one of them."""
    return f'"sealed": "{key.encode().hex()}'


@cache
def tables() -> tuple[_Table, ...]:
    """Every table of every app that holds sealed values. Raises ImproperlyConfigured for one that cannot be opened."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        columns = model._meta.local_concrete_fields
        sealed = tuple(column.attname for column in columns if isinstance(column, Sealed))
        kept = tuple(column.attname for column in columns if isinstance(column, SealedValues))
        if sealed and not issubclass(model, SealedRow):
            raise ImproperlyConfigured(f"{model.__name__} has sealed columns and must be a SealedRow")
        if sealed or kept:
            found.append(_Table(model, sealed, kept))
    return tuple(found)


def counts() -> Iterator[tuple[str, Count]]:
    """For each key and column what is sealed with it."""
    keys = list(keyring().sealing)
    for table in tables():
        yield from table.counts(keys)


def pending() -> int:
    """How many rows hold values of keys that are not the current one."""
    old = _old(keyring())
    return sum(table.under(old).count() for table in tables()) if old else 0


def _old(ring: Keyring) -> list[str]:
    return [key for key in ring.sealing if key != ring.current]


def reseal(step: Step = _alone) -> Resealed:
    """Seals every value of an older key anew, each chunk in a ``step`` of its own.

    A value that does not open stays as it is and is named; its key is needed still.
    """
    state = Resealed(pending())
    for table in tables():
        _reseal_table(table, state, step)
    return state


def _reseal_table(table: _Table, state: Resealed, step: Step) -> None:
    last: Any = None
    while True:
        ring = keyring()  # asked anew for each chunk: the current key may have changed meanwhile
        with step(state.done, state.total):
            waiting = table.under(_old(ring)).order_by("pk").select_for_update()
            rows = list(waiting.filter(pk__gt=last)[:CHUNK] if last is not None else waiting[:CHUNK])
            _renew(table, rows, ring, state)
        if not rows:
            return
        last, state.done = rows[-1].pk, state.done + len(rows)


def _renew(table: _Table, rows: Sequence[Any], ring: Keyring, state: Resealed) -> None:
    """Seals the values of some rows anew and writes them."""
    fresh: list[tuple[Any, ...]] = []
    for row in rows:
        try:
            values = [_column(row, column, ring) for column in table.sealed]
            kept = {column: _kept(getattr(row, column), ring) for column in table.kept}
        except SealBroken:
            state.broken.append(f"{table.name}:{row.pk}")
            continue
        if values:
            fresh.append((*values, row.pk))
        if kept:
            table.model._base_manager.filter(pk=row.pk).update(**kept)
    _write(table, fresh)


def _column(row: Any, column: str, ring: Keyring) -> bytes | None:
    sealed = getattr(row, column)
    return None if sealed is None else ring.renewed(sealed, row.place(column), row.uid)


def _kept(value: Any, ring: Keyring) -> Any:
    """Kept values of another row with each sealed one renewed, however deep it stands."""
    if isinstance(value, list):
        return [_kept(item, ring) for item in value]
    if not isinstance(value, dict):
        return value
    if "sealed" in value:
        sealed = ring.renewed(bytes.fromhex(value["sealed"]), value["place"], UUID(value["uid"]))
        return {**value, "sealed": sealed.hex()}
    return {name: _kept(item, ring) for name, item in value.items()}


def _write(table: _Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Sets the sealed columns of many rows by one prepared statement; names come from our models."""
    if not rows:
        return
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(column)} = %s" for column in table.sealed)
    key = quote(str(table.model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {quote(table.name)} SET {sets} WHERE {key} = %s", rows)  # noqa: S608
