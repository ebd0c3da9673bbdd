"""Decisions that stand on what an import wrote: on its rows, on whom its rows are about, and on what is about these."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from wenye.registry.catalogue import register
from wenye.registry.models import Firm, Household, ImportJob, Person, Record, StandingDecision
from wenye.registry.subjects import TABLES

IDENTITIES: tuple[type[Record], ...] = (Firm, Person, Household)


def mark_decisions(job: ImportJob) -> int:
    """Marks the standing decisions that an import touches; how many were marked.

    A rule of a hire reads the person and the firm as well: what an import tells of a person touches the decisions on
    the person's hires, courses and loans, what it tells of a household those on its members.
    """
    model: type[Record] = apps.get_model("registry", register(job.register).table)
    rows = model._default_manager.filter(Q(last_job=job) | Q(left_job=job))
    open_ = StandingDecision.objects.filter(touched_by=None)
    marked = 0
    for entity in set(open_.values_list("entity", flat=True)) & set(TABLES):
        for subjects in _touched(TABLES[entity], model, rows):
            decisions = open_.filter(entity=entity, subject__in=subjects)
            marked += decisions.update(touched_by=job, touched_at=timezone.now())
    return marked


def _touched(table: type[Record], model: type[Record], rows: "QuerySet[Any]") -> "Iterator[QuerySet[Any]]":
    """The ids of the rows of ``table`` that rows of ``model`` speak of, or that speak of the same people or firms."""
    if table is model:
        yield rows.values("pk")
    for target in IDENTITIES:
        for name in columns_of(model, target):
            about = rows.exclude(**{name: None}).values(name)
            if table is target:
                yield about
            for column in links(table, target):
                yield table._default_manager.filter(**{f"{column}__in": about}).values("pk")


def links(model: type[Model], target: type[Model]) -> list[str]:
    """The columns of a table that point to a kind of identity."""
    return [field.attname for field in model._meta.concrete_fields if field.related_model is target]


def columns_of(model: type[Model], target: type[Model]) -> list[str]:
    """The columns of a table that hold ids of a kind of identity, its own where it is that kind."""
    return [*(["id"] if model is target else []), *links(model, target)]
