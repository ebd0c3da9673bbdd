"""The tables of accounts."""

from wenye.accounts.models.doors import Attempt, LinkedIdentity, RecoveryCode, SecondFactor, SignIn
from wenye.accounts.models.grants import Grant, Mandate
from wenye.accounts.models.trail import AuditEntry, AuditSeal
from wenye.accounts.models.users import User

__all__ = [
    "Attempt",
    "AuditEntry",
    "AuditSeal",
    "Grant",
    "LinkedIdentity",
    "Mandate",
    "RecoveryCode",
    "SecondFactor",
    "SignIn",
    "User",
]
