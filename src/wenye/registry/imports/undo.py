"""An import taken back: what it added goes, what it changed gets its values again, decisions it touches are marked.

What a later import changed stays as it is, and what others now refer to stays as a stub; both are counted and said.
"""

from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import ForeignObjectRel, QuerySet
from django.utils import timezone

from wenye.accounts.sealed import given_back
from wenye.feel.errors import WenyeError
from wenye.registry.catalogue import register
from wenye.registry.imports.touched import IDENTITIES, links, mark_decisions
from wenye.registry.merging import kept_people
from wenye.registry.models import ImportChange, ImportJob, Person, Record


class CannotUndo(WenyeError):
    """This import cannot be undone; the message says why."""


def undo(job: ImportJob, actor: str = "") -> ImportJob:
    """Takes an import back, whole or not at all. Raises CannotUndo."""
    with transaction.atomic():
        job = ImportJob.objects.select_for_update().get(pk=job.pk)
        if job.dry_run or job.state not in (ImportJob.State.DONE, ImportJob.State.FAILED):
            raise CannotUndo(
                f"导入 {job.pk} 现在不能撤销（{job.get_state_display()}{'，试运行没有写入' if job.dry_run else ''}）。"
                f" / Import {job.pk} cannot be undone now."
            )
        touched = mark_decisions(job)
        readmitted = _readmit(job)
        restored, overtaken = _restore(job)
        removed, kept = _remove(job)
        job.state, job.undone_at = ImportJob.State.UNDONE, timezone.now()
        job.undo_report = {
            "readmitted": readmitted,
            "restored": restored,
            "removed": removed,
            "overtaken": overtaken,
            "kept": kept,
            "decisions": touched,
            "actor": actor,
        }
        job.save()
    return job


def _readmit(job: ImportJob) -> int:
    """Who left the register by this complete roster is on it again; how many."""
    model: type[Record] = apps.get_model("registry", register(job.register).table)
    return model._default_manager.filter(left_job=job).update(left_on=None, left_job=None)


def _restore(job: ImportJob) -> tuple[int, int]:
    """Gives changed rows their values again; how many, and how many a later import has changed since."""
    restored = overtaken = 0
    undone = set(ImportJob.objects.filter(state=ImportJob.State.UNDONE).values_list("pk", flat=True))
    target = register(job.register)
    model: type[Record] = apps.get_model("registry", target.table)
    keys = {field.attname for field in model._meta.concrete_fields if field.name in target.key}  # no import changes one
    people, kept = links(model, Person), kept_people()
    for change in ImportChange.objects.filter(job=job).iterator(chunk_size=2000):
        values = {name: value for name, value in given_back(change.before).items() if name not in keys}
        values |= {name: kept.get(values[name], values[name]) for name in people if name in values}
        left = {name: values.pop(name, None) for name in ("left_on", "left_job_id")}
        rows = model._default_manager.filter(pk=change.row_id, last_job=job)
        if left["left_on"] is not None and left["left_job_id"] not in undone:
            rows.filter(left_on=None).update(**left)
        if rows.update(**values):
            restored += 1
        else:
            overtaken += 1
    return restored, overtaken


def _remove(job: ImportJob) -> tuple[int, int]:
    """Deletes what the import added, the register's own rows first; how many, and how many had to stay."""
    model: type[Record] = apps.get_model("registry", register(job.register).table)
    own = [model] if model not in IDENTITIES else []
    removed = kept = 0
    for table in (*own, *IDENTITIES):
        kept += table._default_manager.filter(first_job=job).exclude(last_job=job).count()
        ours = table._default_manager.filter(first_job=job, last_job=job)
        free = _unreferenced(ours)
        stay = ours.count() - free.count()
        removed += _delete(free)
        kept += stay
    return removed, kept


def _unreferenced(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Rows that no other row of any app points to."""
    for relation in rows.model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            column, others = relation.field.name, relation.related_model._base_manager
            rows = rows.exclude(pk__in=others.exclude(**{column: None}).values(column))
    return rows


def _delete(rows: "QuerySet[Any]") -> int:
    """Deletes in the database itself: nothing cascades from here, as the rows are unreferenced."""
    return int(rows._raw_delete(rows.db))
