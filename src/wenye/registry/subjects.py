"""Which table holds the subjects of each entity, and on which person or firm a subject stands."""

from collections.abc import Collection, Mapping

from django.db.models import Model

from wenye.registry import models
from wenye.registry.facts.extract import NoSuchEntity

TABLES: Mapping[str, type[models.Record]] = {
    "person": models.Person,
    "household": models.Household,
    "firm": models.Firm,
    "hire": models.Employment,
    "employment": models.Employment,
    "apprenticeship": models.Apprenticeship,
    "traineeship": models.Traineeship,
    "certificate": models.Certificate,
    "training": models.Training,
    "lecture": models.Lecture,
    "placement": models.Placement,
    "transfer": models.Transfer,
    "workshop": models.WorkshopMonth,
    "loan": models.Loan,
    "project": models.Project,
    "mentor": models.Mentor,
    "session": models.MentorSession,
    "nomination": models.Nomination,
    "carrier": models.Carrier,
    "institution": models.Institution,
    "office": models.ServiceOffice,
    "post": models.Post,
    "monitoring_point": models.MonitoringPoint,
    "insurance_payment": models.InsurancePayment,
}


def table(entity: str) -> type[models.Record]:
    """The table of an entity's subjects. Raises NoSuchEntity."""
    if entity not in TABLES:
        raise NoSuchEntity(f"登记册里没有“{entity}”这种对象。 / No register holds subjects of kind “{entity}”.")
    return TABLES[entity]


def standing_on(entity: str, target: type[Model], keys: Collection[int]) -> dict[int, int]:
    """For subjects of ``entity``: the person (or firm) that each belongs to; those without one are left out."""
    model = table(entity)
    if model is target:
        return {key: key for key in model._default_manager.filter(pk__in=keys).values_list("pk", flat=True)}
    names = [field.attname for field in model._meta.concrete_fields if field.related_model is target]
    if not names:
        return {}
    rows = model._default_manager.filter(pk__in=keys).exclude(**{names[0]: None})
    return dict(rows.values_list("pk", names[0]))
