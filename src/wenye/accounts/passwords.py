"""Passwords: at least twelve characters, none that everybody uses, none like the account's own name."""

import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from wenye.accounts.models import User
from wenye.feel.text import Text

SHORTEST, LONGEST = 12, 128

SAID = {
    "password_too_short": Text(f"密码至少 {SHORTEST} 个字符，可以是一句话，可以有空格和汉字。",
                               f"Use at least {SHORTEST} characters; a sentence with spaces is fine."),
    "password_too_common": Text("这个密码太常见，容易被猜到。", "This password is too common and easy to guess."),
    "password_too_similar": Text("密码和您的账户名或姓名太像。", "The password is too much like your account name."),
    "password_entirely_numeric": Text("密码不能全是数字。", "The password cannot be digits alone."),
    "password_too_long": Text(f"密码最多 {LONGEST} 个字符。", f"Use at most {LONGEST} characters."),
}  # fmt: skip
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike."""


def faults(password: str, user: User) -> list[Text]:
    """What is wrong with a new password for ``user``; empty if it may be used."""
    if len(password) > LONGEST:
        return [SAID["password_too_long"]]
    try:
        validate_password(password, user)
    except ValidationError as refused:
        return [SAID[error.code or ""] for error in refused.error_list]
    return []


def first_password() -> str:
    """A password (74 bits) to be told to a new user, who must change it."""
    return random_words(3)


def random_words(count: int) -> str:
    """Random groups of five signs (25 bits each) that can be read out and typed."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(5)) for _ in range(count))
