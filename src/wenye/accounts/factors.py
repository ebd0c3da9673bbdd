"""The second factor: time-based codes (RFC 6238) of an authenticator, and recovery codes that serve once each."""

import base64
import secrets
import time
import unicodedata
from urllib.parse import quote, urlencode

from django.db import transaction
from django_otp.oath import hotp

from wenye.accounts import audit
from wenye.accounts.access import Access
from wenye.accounts.attempts import Kind, check, failed, one_at_a_time, succeeded
from wenye.accounts.clock import now
from wenye.accounts.crypto import keyring
from wenye.accounts.models import RecoveryCode, SecondFactor, User
from wenye.accounts.passwords import random_words
from wenye.accounts.refusals import Refused

STEP, DIGITS, TOLERANCE, SECRET_BYTES = 30, 6, 1, 20
"""Seconds of a code; its digits; how many steps a clock may be off; bytes of a secret."""
RECOVERY_CODES = 10


class WrongCode(Refused):
    """A code does not fit, or served before."""

    def __init__(self) -> None:
        super().__init__(
            "code", "动态码不对或已经用过。请等验证器显示下一个 6 位数后再输入。",
            "The code is wrong or was used before. Wait for the next one and enter that.",
        )  # fmt: skip


def begin(user: User) -> SecondFactor:
    """A secret to set an authenticator up with; not in force before ``confirm``. One that is in force stays."""
    fresh = SecondFactor(user=user)
    fresh.secret = fresh.sealed("secret", secrets.token_bytes(SECRET_BYTES).hex())
    return SecondFactor.objects.get_or_create(user=user, defaults={"uid": fresh.uid, "secret": fresh.secret})[0]


def address(factor: SecondFactor, issuer: str) -> str:
    """What the QR code says (otpauth), for authenticators."""
    label = quote(f"{issuer}:{factor.user.login}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret(factor), 'issuer': issuer})}"


def secret(factor: SecondFactor) -> str:
    """The secret as it is typed into an authenticator by hand."""
    return base64.b32encode(_key(factor)).decode()


def confirm(access: Access, user: User, code: str) -> list[str]:
    """Puts the authenticator in force after its first code; the recovery codes, to be shown this once."""
    with one_at_a_time(Kind.FACTOR, str(user.pk)):
        _take(SecondFactor.objects.get(user=user), _plain(code))
        with transaction.atomic():
            SecondFactor.objects.filter(user=user).update(confirmed_at=now())
            audit.record(access, "account.factor", "account", user.pk)
            return renew_recovery_codes(user)


def in_force(user: User) -> bool:
    """Whether the user has an authenticator."""
    return SecondFactor.objects.filter(user=user).exclude(confirmed_at=None).exists()


def verify(access: Access, user: User, code: str) -> None:
    """Takes a code, or a recovery code, once. Raises WrongCode, or Locked after too many."""
    with one_at_a_time(Kind.FACTOR, str(user.pk)):
        check(Kind.FACTOR, str(user.pk))
        typed = _plain(code)
        factor = SecondFactor.objects.filter(user=user).exclude(confirmed_at=None).first()
        if factor is None:
            raise WrongCode
        if typed.isdigit() and len(typed) == DIGITS:
            _take(factor, typed)
        else:
            _take_recovery(access, user, typed)
        succeeded(Kind.FACTOR, str(user.pk))


def _plain(code: str) -> str:
    """A code without what people put around it: spaces, full width."""
    return "".join(unicodedata.normalize("NFKC", code).split())


def _take(factor: SecondFactor, code: str) -> None:
    """A code is taken by moving ``last_step`` up to its step: of two that come at once one is late."""
    typed = code.encode()
    step = next((step for step in _steps() if secrets.compare_digest(_code(factor, step).encode(), typed)), None)
    later = SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step or 0)
    if step is None or not later.update(last_step=step):
        _refuse(factor.user)


def _take_recovery(access: Access, user: User, code: str) -> None:
    digest = _digest(user, code)
    with transaction.atomic():
        if RecoveryCode.objects.filter(user=user, digest=digest, used_at=None).update(used_at=now()):
            left = RecoveryCode.objects.filter(user=user, used_at=None).count()
            audit.record(access, "account.recovery", "account", user.pk, details={"left": left})
            return
    _refuse(user)


def _refuse(user: User) -> None:
    failed(Kind.FACTOR, str(user.pk), user=user)
    raise WrongCode


def new_recovery_codes(access: Access, user: User) -> list[str]:
    """The user's own wish for new recovery codes, with its trace."""
    access.require("account.own")
    with transaction.atomic():
        audit.record(access, "account.factor", "account", user.pk, details={"did": "new recovery codes"})
        return renew_recovery_codes(user)


def renew_recovery_codes(user: User) -> list[str]:
    """Ten new codes (50 bits each) in place of the old ones, to be shown this once."""
    codes = [random_words(2) for _ in range(RECOVERY_CODES)]
    with transaction.atomic():
        RecoveryCode.objects.filter(user=user).delete()
        RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(user, code)) for code in codes)
    return codes


def current_code(user: User) -> str:
    """The code that a demo account's login page shows: the next one that would be taken. For demo accounts alone."""
    factor = SecondFactor.objects.filter(user=user, user__is_demo=True).first()
    if factor is None:
        return ""
    usable = [step for step in _steps() if step > factor.last_step]
    here = int(time.time()) // STEP
    return _code(factor, here if here in usable else usable[0]) if usable else ""


def _steps() -> range:
    here = int(time.time()) // STEP
    return range(here - TOLERANCE, here + TOLERANCE + 1)


def _code(factor: SecondFactor, step: int) -> str:
    return f"{hotp(_key(factor), step, DIGITS):0{DIGITS}}"


def _key(factor: SecondFactor) -> bytes:
    return bytes.fromhex(factor.reveal("secret") or "")


def _digest(user: User, code: str) -> bytes:
    return keyring().index("recovery", f"{user.uid}:{code.replace('-', '').casefold()}")
