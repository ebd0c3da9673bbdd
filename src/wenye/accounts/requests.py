"""A request as the door hands it on: who it comes from is found when somebody asks, and only then."""

from collections.abc import Callable
from typing import Protocol, cast

from django.http import HttpRequest

from wenye.accounts.access import ANYONE, Access
from wenye.accounts.models import SignIn


class Known(Protocol):
    """What the door adds to a request. ``knock`` finds the user and the session, and sets the other three."""

    knock: Callable[[], None]
    access: Access
    sign_in: SignIn | None
    closed: str


def known(request: HttpRequest) -> Known:
    """The request with what the door added."""
    found = cast(Known, request)
    if not hasattr(request, "access"):
        getattr(request, "knock", lambda: _nobody(found))()
    return found


def _nobody(request: Known) -> None:
    """A request that failed before it came to the door is a visitor's."""
    request.access, request.sign_in, request.closed = ANYONE, None, ""


def session_of(request: HttpRequest) -> SignIn:
    """The session of a request that needs one."""
    row = known(request).sign_in
    assert row is not None, "a view that asks for the session needs an act"
    return row
