"""The tables of the registers, by what they tell of: people, firms, what people do, and how rosters came in."""

from wenye.registry.models.activities import (
    Apprenticeship,
    Certificate,
    Employment,
    InsurancePayment,
    Loan,
    Placement,
    Post,
    Traineeship,
    Training,
    Transfer,
)
from wenye.registry.models.base import Record
from wenye.registry.models.firms import AgencyLicence, Firm, FirmYear, MonitoringPoint, WorkshopMonth
from wenye.registry.models.imports import HeadingName, ImportChange, ImportJob, ImportReject, StandingDecision
from wenye.registry.models.people import (
    Disability,
    Graduate,
    HardToPlace,
    Household,
    Person,
    PovertyEntry,
    UnemploymentBenefit,
    UnemploymentRegistration,
    Veteran,
    ZeroEmploymentFamily,
)

__all__ = [
    "AgencyLicence",
    "Apprenticeship",
    "Certificate",
    "Disability",
    "Employment",
    "Firm",
    "FirmYear",
    "Graduate",
    "HardToPlace",
    "HeadingName",
    "Household",
    "ImportChange",
    "ImportJob",
    "ImportReject",
    "InsurancePayment",
    "Loan",
    "MonitoringPoint",
    "Person",
    "Placement",
    "Post",
    "PovertyEntry",
    "Record",
    "StandingDecision",
    "Traineeship",
    "Training",
    "Transfer",
    "UnemploymentBenefit",
    "UnemploymentRegistration",
    "Veteran",
    "WorkshopMonth",
    "ZeroEmploymentFamily",
]
