"""A roster that is complete: whoever is not in it is no longer on the register, as of the day the roster reflects.

Nothing is deleted and no told value is touched: a row gets the day it left (``left_on``), and the facts mind it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from wenye.accounts.crypto import Keyring
from wenye.feel.errors import WenyeError
from wenye.registry.catalogue import Register, registers
from wenye.registry.models import Firm, ImportJob, ImportSeen, Person
from wenye.registry.normalise import CLEAR
from wenye.registry.rows import Row

MAY_END = 10
"""So many per cent of a register may vanish by one roster without anybody having said so."""


@dataclass(frozen=True, slots=True)
class Complete:
    """That a roster is complete: how many per cent of the register may end by it, and whether they end although there
    are faulty rows of which nobody can tell whom they are about."""

    may_end: int = MAY_END
    despite_faults: bool = False


class CannotBeComplete(WenyeError):
    """No complete roster of this register can be brought in now; the message says why."""


def refuse(register: Register, dated: date) -> None:
    """Raises CannotBeComplete where a roster must not end rows of the register."""
    owner = _owner(register)
    if owner is not register:
        raise CannotBeComplete(
            f"“{register.label.zh}”只补充“{owner.label.zh}”里的单位，不能按完整名册导入；请去掉 --complete。"
            f" / “{register.label.en}” only adds to “{owner.label.en}”; leave --complete out."
        )
    newer = ImportJob.objects.filter(register=register.id, state=ImportJob.State.DONE, dry_run=False, dated__gt=dated)
    if (latest := newer.order_by("-dated").first()) is not None:
        raise CannotBeComplete(
            f"已导入过 {latest.dated} 的名册，比这份（{dated}）新，不能再按这份清退；请改用更新的完整名册。"
            f" / A roster of {latest.dated} is in already, newer than this one of {dated}; take a newer complete one."
        )


def _owner(register: Register) -> Register:
    """The register that a table belongs to; others only add columns to it."""
    return next(item for item in registers().values() if item.table == register.table)


def note(job: ImportJob, model: type[Any], register: Register, untouched: Sequence[int], faulty: Sequence[Row],
         keys: Keyring) -> None:  # fmt: skip
    """Remembers which rows of the table a chunk holds: those left as they are, and all that its faulty rows are about.

    Rows that the chunk added or changed bear the import's number anyway.
    """
    seen = set(untouched)
    if faulty:
        place, firsts = _about(register, faulty, keys)
        seen.update(model._default_manager.filter(**{f"{place}__in": firsts}).values_list("pk", flat=True))
        job.untold += sum(not _readable(register, row) for row in faulty)
    ImportSeen.objects.bulk_create([ImportSeen(job=job, row_id=key) for key in seen], ignore_conflicts=True)


def _readable(register: Register, row: Row) -> bool:
    """Whether a faulty row still tells whom or what it is about."""
    first = register.columns[register.key[0]]
    names = (first.id, "firm_name") if first.kind == "firm" else (first.id,)
    return any(isinstance(value := row.values.get(name), str) and value is not CLEAR for name in names)


def _about(register: Register, rows: Sequence[Row], keys: Keyring) -> tuple[str, Collection[Any]]:
    """The column of the table that begins its key, and its values that rows speak of."""
    name = register.key[0]
    kind = register.columns[name].kind
    told = {str(row.values[name]) for row in rows if row.values.get(name) is not None}
    if kind == "own_id":
        return "id_no_index", {keys.index("id_no", number) for number in told}
    if kind == "person":
        indexes = [keys.index("id_no", number) for number in told]
        people = Person.objects.filter(id_no_index__in=indexes).values_list("pk", "merged_into_id")
        return "person_id", {kept or own for own, kept in people}
    if kind == "firm":
        names = {str(row.values["firm_name"]) for row in rows if row.values.get("firm_name") is not None}
        return "firm_id", set(Firm.objects.filter(Q(uscc__in=told) | Q(name__in=names)).values_list("pk", flat=True))
    return name, told


def end_absent(job: ImportJob, model: type[Any], register: Register) -> None:
    """Ends what the roster no longer holds, or says in ``held_back`` why not. In the transaction that ends the job."""
    standing = _standing(model, register, job.dated)
    seen = ImportSeen.objects.filter(job=job).values("row_id")
    absent = standing.exclude(last_job=job).exclude(pk__in=seen)
    count = absent.count()
    before = standing.exclude(first_job=job).count()
    job.held_back = _objection(job, count, before) if count else ""
    if count and not job.held_back:
        job.ended = absent.update(left_on=job.dated, left_job=job)
    if not job.dry_run:
        job.seen.all().delete()


def _standing(model: type[Any], register: Register, dated: date) -> "QuerySet[Any]":
    """The rows that are on the register on a day."""
    rows: QuerySet[Any] = model._default_manager.exclude(digest=None).filter(Q(left_on=None) | Q(left_on__gt=dated))
    if register.ends is not None:
        rows = rows.filter(Q(**{register.ends: None}) | Q(**{f"{register.ends}__gt": dated}))
    return rows.filter(_held(register))


def _held(register: Register) -> Q:
    """Where several registers write one table: a row is on its owner if it knows what only the owner tells."""
    others = [item for item in registers().values() if item.table == register.table and item is not register]
    shared = {name for item in others for name in item.columns}
    own = [name for name in register.columns if others and name not in shared and not name.endswith("_name")]
    told = Q()
    for name in own:
        told |= ~Q(**{name: None})
    return told


def _objection(job: ImportJob, count: int, before: int) -> str:
    if job.untold and not job.despite_faults:
        return (
            f"有 {job.untold} 行读不出是谁，名册里没有的 {count} 行因此没有清退；请改正这些行后重新导入整份名册，"
            f"或确认后加 --despite-faults。 / {job.untold} rows do not tell whom they are about, so that none of the "
            f"{count} absent was ended; correct them and send the whole roster again, or add --despite-faults."
        )
    if count * 100 > job.may_end * before:
        share = -(-count * 100 // before)
        return (
            f"名册里没有的有 {count} 行，占在册 {before} 行的 {share}%，超过 {job.may_end}%，没有清退；"
            f"请核对名册是否完整，确属实情的加 --may-end {share}。 / {count} of {before} on the register are absent, "
            f"more than {job.may_end}%: none was ended. Check that the roster is complete; if so add --may-end {share}."
        )
    return ""
