"""How users come in: failed attempts, sign-ins, second factors, identities of a single sign-on."""

from uuid import uuid4

from django.db import models

from wenye.accounts.models.users import User
from wenye.accounts.sealed import Sealed, SealedRow


class Attempt(models.Model):
    """Failed attempts to come in by one account name, from one address, or at one user's second factor.

    ``key`` is the blind index of what was typed: people type numbers into the wrong field.
    """

    class Kind(models.TextChoices):
        LOGIN = "login"
        ADDRESS = "address"
        FACTOR = "factor"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    key = models.BinaryField()
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    address = models.CharField(max_length=45, blank=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="attempt_once")]


class SignIn(models.Model):
    """One session of a user. ``verified_at`` is when the second factor was last shown."""

    class End(models.TextChoices):
        OUT = "out"
        IDLE = "idle"
        AGE = "age"
        REVOKED = "revoked"

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    by = models.CharField(max_length=10)
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=120, blank=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)
    acting_for = models.ForeignKey("accounts.Mandate", models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=10, choices=End.choices, blank=True)


class SecondFactor(SealedRow):
    """A user's authenticator. ``last_step`` is the time step of the last code taken: it never serves again."""

    user = models.OneToOneField(User, models.CASCADE, related_name="second_factor")
    secret = Sealed()
    last_step = models.BigIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)


class RecoveryCode(models.Model):
    """A code that serves once in place of the authenticator, kept as a keyed digest."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    digest = models.BinaryField(unique=True)
    used_at = models.DateTimeField(null=True)


class LinkedIdentity(models.Model):
    """An identity of the single sign-on, by its issuer and stable subject."""

    user = models.ForeignKey(User, models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="identity_once")]
