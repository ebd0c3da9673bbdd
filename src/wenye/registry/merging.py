"""Two records of one person made one: what speaks of the second speaks of the kept one, and it can all be undone.

Where the kept record has a row of the same kind already (both stand on the poverty register, say), the second's row
stays with the second record, out of use (``SET_ASIDE``), and the act names both, for somebody to look at.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, Field, Model, OuterRef, QuerySet, UniqueConstraint
from django.utils import timezone

from wenye.feel.errors import WenyeError
from wenye.registry.models import ImportJob, Person, PersonMerge, Record, StandingDecision

SET_ASIDE = date(1900, 1, 1)
"""A row set aside had left its register before anything began."""

_NUMBER = re.compile(r"\d{11,}")

Hook = Callable[[PersonMerge, bool], None]
_hooks: list[Hook] = []


class CannotMerge(WenyeError):
    """These records cannot be brought together, or taken apart again; the message says why."""


def on_merge(hook: Hook) -> Hook:
    """Registers what another app does with a merge, in its transaction: ``hook(merge, undone)``.

    It moves what the app holds by the subject's id, re-checks what must be unique for one person, and raises to refuse.
    """
    if hook not in _hooks:
        _hooks.append(hook)
    return hook


def merge_people(keep: int, drop: int, actor: str, reason: str) -> PersonMerge:
    """Makes ``drop`` a second record of ``keep``. Raises CannotMerge; what a hook raises undoes everything."""
    with transaction.atomic():
        _refuse(keep, drop, reason)
        merge = PersonMerge.objects.create(keep_id=keep, drop_id=drop, actor=actor, reason=reason.strip())
        for field in _links():
            _move(merge, field)
        Person.objects.filter(pk=drop).update(merged_into=keep)
        _mark(merge)
        _follow(merge)
        merge.save()
        for hook in _hooks:
            hook(merge, False)
    return merge


def undo_merge(merge: PersonMerge, actor: str, reason: str) -> PersonMerge:
    """Takes two records apart again: what was moved goes back, as far as it still is where it was put."""
    with transaction.atomic():
        merge = PersonMerge.objects.select_for_update().get(pk=merge.pk)
        _refuse_undo(merge, reason)
        Person.objects.filter(pk=merge.drop_id).update(merged_into=None)
        for table, columns in merge.moved.items():
            for column, keys in columns.items():
                rows = _model(table)._base_manager.filter(pk__in=keys, **{column: merge.keep_id})
                rows.update(**{column: merge.drop_id})
        for row in merge.aside:
            _back_in_use(row)
        _mark(merge)
        merge.undone_at, merge.undone_by, merge.undone_reason = timezone.now(), actor, reason.strip()
        merge.save()
        for hook in _hooks:
            hook(merge, True)
    return merge


def _back_in_use(row: Mapping[str, Any]) -> None:
    """Gives a row set aside its own day of leaving again, unless the roster that ended it was taken back since."""
    undone = ImportJob.objects.filter(pk=row["left_job"], state=ImportJob.State.UNDONE).exists()
    left = {"left_on": None, "left_job": None} if undone else {name: row[name] for name in ("left_on", "left_job")}
    _model(row["table"])._base_manager.filter(pk=row["row"], left_on=SET_ASIDE).update(**left)


def _refuse(keep: int, drop: int, reason: str) -> None:
    found = {person.pk: person for person in Person.objects.select_for_update().filter(pk__in=(keep, drop))}
    if keep == drop:
        raise CannotMerge("这是同一条记录，不用合并。 / This is one record: there is nothing to merge.")
    if len(found) < 2:
        raise CannotMerge("两条记录中有的不存在，请核对后再试。 / One of the records does not exist; check them.")
    if any(person.merged_into_id is not None for person in found.values()):
        raise CannotMerge(
            "其中一条记录已经并入别的记录，请用保留的那一条。 / One record is merged already: take the one that was kept."
        )
    _want(reason)


def _refuse_undo(merge: PersonMerge, reason: str) -> None:
    if merge.undone_at is not None:
        raise CannotMerge("这次合并已经撤销过了。 / This merge has been undone already.")
    if Person.objects.filter(pk=merge.keep_id).exclude(merged_into=None).exists():
        raise CannotMerge(
            "保留的记录后来又并入了别的记录，请先撤销那一次。 / The kept record was merged later: undo that first."
        )
    _want(reason)


def _want(reason: str) -> None:
    if not reason.strip():
        raise CannotMerge("请写明理由。 / Give a reason.")
    if _NUMBER.search(reason):
        raise CannotMerge("理由里请不要写证件号码、账号。 / Leave identity numbers and accounts out of the reason.")


def _links() -> Iterator["Field[Any, Any]"]:
    """Every column of the registers that points to a person, with what was merged into the dropped record before."""
    for model in apps.get_app_config("registry").get_models():
        if issubclass(model, Record):
            yield from (field for field in model._meta.concrete_fields if field.related_model is Person)


def _move(merge: PersonMerge, field: "Field[Any, Any]") -> None:
    """Gives the rows of one column to the kept record, but for those whose like it has."""
    model, column = field.model, field.attname
    rows = model._base_manager.filter(**{column: merge.drop_id})
    twins = dict(_twins(model, field, rows, merge.keep_id))
    moved = list(rows.exclude(pk__in=twins).values_list("pk", flat=True))
    if moved:
        model._base_manager.filter(pk__in=moved).update(**{column: merge.keep_id})
        merge.moved.setdefault(model.__name__, {})[column] = moved
    for row in rows.filter(pk__in=twins).values("pk", "left_on", "left_job"):
        left_on = row["left_on"] and row["left_on"].isoformat()
        merge.aside.append({"table": model.__name__, "row": row["pk"], "twin": twins[row["pk"]],
                            "left_on": left_on, "left_job": row["left_job"]})  # fmt: skip
    rows.filter(pk__in=twins).update(left_on=SET_ASIDE, left_job=None)


def _twins(model: type[Model], field: "Field[Any, Any]", rows: "QuerySet[Any]", keep: int) -> Iterator[tuple[int, int]]:
    """Rows that cannot be moved, each with the row of the kept record that stands in their way."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and field.name in constraint.fields:
            same = {name: OuterRef(name) for name in constraint.fields if name != field.name}
            theirs = model._base_manager.filter(**{field.attname: keep}, **same)
            blocked = rows.filter(Exists(theirs)).annotate(twin=theirs.values("pk")[:1])
            yield from blocked.values_list("pk", "twin")


def _mark(merge: PersonMerge) -> None:
    """Decisions on either record stand on other facts now."""
    decisions = StandingDecision.objects.filter(entity="person", subject__in=(merge.keep_id, merge.drop_id))
    decisions.update(touched_merge=merge, touched_at=timezone.now())


def _follow(merge: PersonMerge) -> None:
    """Decisions on the dropped record are noted under the kept one, so that its later rosters mark them."""
    noted = StandingDecision.objects.filter(entity="person", subject=merge.drop_id)
    merge.moved["StandingDecision"] = {"subject": list(noted.values_list("pk", flat=True))}
    noted.update(subject=merge.keep_id)


def _model(table: str) -> type[Model]:
    model: type[Model] = apps.get_model("registry", table)
    return model


def kept_people() -> Mapping[int, int]:
    """For every second record the one that counts."""
    return dict(Person.objects.exclude(merged_into=None).values_list("pk", "merged_into_id"))
