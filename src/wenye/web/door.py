"""What a refused visitor sees: the way to sign in or to the second factor, or what is refused, why, and whom to ask."""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from wenye.accounts.access import Denied
from wenye.accounts.needs import CODE, SAFE, NewPasswordNeeded, SecondFactorNeeded, SignInNeeded, StepUpNeeded
from wenye.accounts.requests import known
from wenye.web.fields import Form
from wenye.web.language import label
from wenye.web.middleware import DATA, same_page
from wenye.web.ui import Field

FORBIDDEN = 403
DOORS: dict[type[Denied], str] = {
    SignInNeeded: "web:login",
    NewPasswordNeeded: "web:account-password",
    SecondFactorNeeded: "web:factor",
}


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: turns a refusal into the page that helps on. The interface answers for itself."""

    def handle(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    handle.process_exception = refused  # type: ignore[attr-defined]
    return handle


def refused(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """The answer to a refusal; None for any other exception."""
    if not isinstance(error, Denied) or request.path.startswith(DATA):
        return None
    if isinstance(error, StepUpNeeded):
        return _once_more(request, error)
    door = DOORS.get(type(error))
    if door is None:
        return render(request, "wenye/account/denied.html", {"denied": error}, status=FORBIDDEN)
    return HttpResponseRedirect(f"{reverse(door)}?{urlencode(_back_here(request))}")


def _back_here(request: HttpRequest) -> dict[str, str]:
    """What the door is told: where to lead afterwards, and why a session was closed or that nothing was saved."""
    if request.method in SAFE:
        closed = known(request).closed
        return {"next": same_page(request)} | ({"why": closed} if closed else {})
    came_from = urlsplit(request.headers.get("Referer", ""))
    here = came_from.netloc == request.get_host()
    return ({"next": came_from.path} if here else {}) | {"why": "unsaved"}


def _once_more(request: HttpRequest, error: StepUpNeeded) -> HttpResponse:
    """Asks for a code and keeps everything that was typed."""
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    kept = [(name, value) for name, value in sent if name not in (CODE, "csrfmiddlewaretoken")]
    field = Field(CODE, label("factor.code"), kind="code", auto="one-time-code", mistake=error.mistake or "")
    context = {
        "denied": error,
        "kept": kept,
        "files": bool(request.FILES),
        "form": Form([field], [(CODE, error.mistake)] if error.mistake else []),
    }
    return render(request, "wenye/account/once_more.html", context, status=FORBIDDEN)


def next_page(request: HttpRequest, otherwise: str) -> str:
    """Where to go on: the ``next`` of the request if it is a page of this very site."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    here = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=here, require_https=request.is_secure())
    return wanted if safe and wanted.startswith("/") else otherwise
