"""The demo accounts on the login page, each with the code that its authenticator would show now."""

from dataclasses import dataclass

from wenye.accounts import demo, factors
from wenye.accounts.models import Grant, User
from wenye.accounts.roles import catalogue
from wenye.feel.text import Text
from wenye.web.presenters.account import reach


@dataclass(frozen=True, slots=True)
class DemoRow:
    """A demo account."""

    role: Text
    reach: str
    login: str
    code: str


def demo_rows() -> list[DemoRow]:
    """One row for each demo account; none outside of a demo."""
    return [_row(user, grant) for user, grant in demo.accounts()]


def _row(user: User, grant: Grant) -> DemoRow:
    label = catalogue().role(grant.role).label
    return DemoRow(label, reach(grant.area, grant.unit), user.login, factors.current_code(user))
