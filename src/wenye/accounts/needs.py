"""What a view or an operation needs is declared where it is written, and held there.

    @needs("claim.accept")        the act; refused with Denied to whoever may not do it anywhere
    @public                       nothing

A grave act that changes something also wants a second factor of the last quarter of an hour: the code may come with
the form (``second_factor_code``), so that nothing that was typed is lost. A view without a declaration fails a test.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware

from wenye.accounts import factors, sign_in
from wenye.accounts.access import Access, Denied
from wenye.accounts.refusals import Refused
from wenye.accounts.requests import known, session_of
from wenye.accounts.roles import catalogue
from wenye.feel.text import Text

View = TypeVar("View", bound=Callable[..., Any])
SAFE = ("GET", "HEAD", "OPTIONS")
CODE = "second_factor_code"


class SignInNeeded(Denied):
    """Nobody is signed in."""


class NewPasswordNeeded(Denied):
    """Somebody is signed in with a password that was given to him, and has to choose his own first."""


class SecondFactorNeeded(Denied):
    """Somebody of staff is signed in, and has still to show the second factor."""


class StepUpNeeded(Denied):
    """The second factor was shown too long ago for so grave an act; ``mistake`` says what was wrong with a code."""

    def __init__(self, act: Text, mistake: Text | None = None) -> None:
        self.mistake = mistake
        super().__init__(
            Text(f"{act.zh}需要再次验证。", f"To {act.en} you must confirm once more who you are."),
            Text("距上次验证已超过一刻钟。", "You did so more than a quarter of an hour ago."),
            Text("请输入验证器上的动态码。", "Enter the code of your authenticator."),
        )


class CsrfFailed(Denied):
    """A change was sent to the interface with a session but without its token."""


def public(view: View) -> View:
    """Declares that a view needs nothing."""
    view.needs = ""  # type: ignore[attr-defined]
    return view


def needs(act: str) -> Callable[[View], View]:
    """Declares, and holds, that a view needs ``act``."""
    catalogue().act(act)

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            check(request, act)
            return view(request, *args, **kwargs)

        guarded.needs = act  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return declare


def check(request: HttpRequest, act: str) -> None:
    """Raises Denied, or one of its kinds, unless the request may do the act."""
    access = known(request).access
    if not access.may(act):
        _refuse(access, act)
    if request.method in SAFE:
        return
    _check_token(request)
    if catalogue().act(act).grave:
        _check_fresh(request, access, act)


def _refuse(access: Access, act: str) -> None:
    try:
        access.require(act)
    except Denied as denied:
        if access.user_id is None:
            raise SignInNeeded(denied.what, denied.why, denied.ask) from None
        if access.role == "renewing":
            raise NewPasswordNeeded(denied.what, RENEW_WHY, RENEW_ASK) from None
        if access.role == "unverified":
            raise SecondFactorNeeded(denied.what, VERIFY_WHY, VERIFY_ASK) from None
        raise


RENEW_WHY = Text("您用的还是别人给的初始密码。", "You still use the password that was given to you.")
RENEW_ASK = Text("请先换成自己的密码。", "Please choose your own first.")
VERIFY_WHY = Text("还没有完成二次验证。", "The second factor is outstanding.")
VERIFY_ASK = Text("请先完成二次验证。", "Please pass the second factor first.")


def _check_token(request: HttpRequest) -> None:
    """The interface is exempt from Django's check of the token that guards forms; with a session it is not."""
    if getattr(request, "csrf_processing_done", False) or getattr(request, "_dont_enforce_csrf_checks", False):
        return
    guard = CsrfViewMiddleware(lambda request: None)  # type: ignore[arg-type]
    guard.process_request(request)
    if guard.process_view(request, lambda request: None, (), {}) is not None:  # type: ignore[arg-type,return-value]
        raise CsrfFailed(
            Text("请求没有被接受。", "The request was not accepted."),
            Text("缺少防伪标记，或者它已经失效。", "Its anti-forgery token is missing or out of date."),
            Text("请刷新后再试。", "Reload and try again."),
        )


def _check_fresh(request: HttpRequest, access: Access, act: str) -> None:
    row = session_of(request)
    if sign_in.is_fresh(row):
        return
    label = catalogue().act(act).label
    code = request.POST.get(CODE, "")
    if not code:
        raise StepUpNeeded(label)
    try:
        factors.verify(access, row.user, code)
    except Refused as wrong:
        raise StepUpNeeded(label, wrong.said) from None
    sign_in.verified(request)
