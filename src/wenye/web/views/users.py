"""The security administrator's pages: accounts, their roles, confirmations, locks."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenye.accounts import attempts, mandates, selectors, services
from wenye.accounts.access import Access
from wenye.accounts.clock import today
from wenye.accounts.models import Attempt, Grant, User
from wenye.accounts.needs import check, needs
from wenye.accounts.refusals import Refused
from wenye.accounts.requests import known
from wenye.accounts.roles import catalogue as roles
from wenye.registry.selectors import firm_by_code
from wenye.web import navigation, ui
from wenye.web.fields import day, form
from wenye.web.language import catalogue, label
from wenye.web.presenters import users as presenter
from wenye.web.presenters.account import moment
from wenye.web.ui import Choice, Field, Filter

WHOLE = ["GET", "HEAD", "POST"]


def _frame(request: HttpRequest, here: str) -> dict[str, object]:
    key = f"users.{request.GET.get('done', '')}"
    done = label(key) if request.GET.get("done") in DONE and key in catalogue() else None
    return {"staff_nav": navigation.staff(known(request).access, here), "done": done}


DONE = ("granted", "granted_waits", "done", "confirmed", "unlocked")


@needs("users.manage")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All accounts, by name, role and state."""
    asked = request.GET
    text, role, state = (asked.get(name, "")[:60] for name in ("q", "role", "state"))
    found = selectors.users(text, role, state).prefetch_related("grants")
    pages = ui.pages(found.count(), asked.get("page", ""))
    states = [Choice(name, label(f"users.{name}")) for name in ("active", "closed")]
    context = _frame(request, "users") | {
        "filters": [
            Filter("q", label("users.search"), text, "text", wide=True),
            Filter("role", label("users.role"), role, choices=presenter.role_filter()),
            Filter("state", label("users.state"), state, choices=states),
        ],
        "clear": request.path if text or role or state else "",
        "pages": pages,
        "table": presenter.table(list(found[pages.start : pages.end])),
    }
    return render(request, "wenye/users/index.html", context)


@needs("system.manage")
@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """The technical state of all accounts, for the system administrator, who changes nothing here."""
    text = request.GET.get("q", "")[:60]
    found = selectors.users(text)
    pages = ui.pages(found.count(), request.GET.get("page", ""))
    context = _frame(request, "state") | {
        "filters": [Filter("q", label("users.search"), text, "text", wide=True)],
        "clear": request.path if text else "",
        "pages": pages,
        "table": presenter.technical(selectors.technical(list(found[pages.start : pages.end]))),
    }
    return render(request, "wenye/users/state.html", context)


@needs("users.manage")
@require_http_methods(WHOLE)
def new(request: HttpRequest) -> HttpResponse:
    """A new account; its first password is shown in the answer, this once."""
    refused = None
    if request.method == "POST":
        sent = request.POST
        try:
            user, first = services.make_user(
                known(request).access, login=sent.get("login", ""), name=sent.get("name", "")
            )
        except Refused as mistake:
            refused = mistake
        else:
            return _told(request, user, first)
    fields = [Field("name", label("users.name")), Field("login", label("users.login"), hint=label("users.login_hint"))]
    context = _frame(request, "users") | {"form": form(fields, request.POST, refused)}
    return render(request, "wenye/users/new.html", context)


def _told(request: HttpRequest, user: User, first: str) -> HttpResponse:
    return render(request, "wenye/users/told.html", _frame(request, "users") | {"shown": user, "first": first})


@needs("users.manage")
@require_http_methods(WHOLE)
def one(request: HttpRequest, user: int) -> HttpResponse:
    """One account: its roles, and what can be done to it."""
    shown = get_object_or_404(User.objects.select_related("second_factor"), pk=user)
    refused, at = None, ""
    if request.method == "POST":
        at = request.POST.get("do", "")
        try:
            return _done(request, shown, at)
        except Refused as mistake:
            refused = mistake
    return render(request, "wenye/users/one.html", _frame(request, "users") | _one(request, shown, refused, at))


def _one(request: HttpRequest, shown: User, refused: Refused | None, at: str) -> dict[str, object]:
    granting = form(presenter.grant_fields(today().isoformat()), request.POST, refused if at == "grant" else None)
    firm = form([Field("uscc", label("users.uscc"))], request.POST, refused if at == "add_firm" else None)
    works = [Choice(name, label(f"users.{name}"), label(f"users.{name}_note")) for name in _works(shown)]
    working = form(
        [Field("do", label("users.work"), at if at in WORKS else "", "choices", choices=works),
         Field("reason", label("users.reason"), hint=label("users.reason_hint"))],
        request.POST if at not in ("grant", "add_firm") else {}, refused if at not in ("grant", "add_firm") else None,
    )  # fmt: skip
    factor = getattr(shown, "second_factor", None)
    return {
        "shown": shown,
        "state": presenter.state(shown),
        "last": moment(shown.last_login) if shown.last_login else label("users.never"),
        "factor": label("users.factor_yes" if factor and factor.confirmed_at else "users.factor_no"),
        "grants": presenter.grants(shown),
        "granting": granting,
        "firm": firm,
        "working": working,
        "errors": [*granting.errors, *firm.errors, *working.errors],
    }


def _works(shown: User) -> list[str]:
    """What can be done to an account as it stands."""
    if not shown.is_active:
        return ["reopen"]
    return ["end_sessions", "reset_factor", "reset_password", "close"]


Work = Callable[..., object]
WORKS: Mapping[str, tuple[str, Work]] = {
    "end_sessions": ("security.manage", services.end_sessions),
    "reset_factor": ("security.manage", services.reset_factor),
    "reset_password": ("users.manage", services.reset_password),
    "close": ("users.manage", services.close_user),
    "reopen": ("users.manage", services.reopen_user),
}


def _done(request: HttpRequest, shown: User, what: str) -> HttpResponse:
    access, sent = known(request).access, request.POST
    here = reverse("web:users-one", args=[shown.pk])
    if what == "grant":
        return HttpResponseRedirect(f"{here}?done={_granted(request, shown)}")
    if what == "add_firm":
        _add_firm(access, shown, sent.get("uscc", ""))
        return HttpResponseRedirect(f"{here}?done=done")
    if what not in _works(shown):
        words = label("users.choose")
        raise Refused("do", words.zh, words.en)
    act, work = WORKS[what]
    check(request, act)
    outcome = work(access, shown, reason=sent.get("reason", ""))
    if isinstance(outcome, str):
        return _told(request, shown, outcome)
    return HttpResponseRedirect(f"{here}?done=done")


def _granted(request: HttpRequest, shown: User) -> str:
    check(request, "roles.grant")
    sent = request.POST
    grant = services.grant_role(
        known(request).access, shown, sent.get("role", ""), area=sent.get("area", ""), unit=sent.get("unit", ""),
        since=day(sent, "since"), until=day(sent, "until", optional=True), reason=sent.get("reason", ""),
    )  # fmt: skip
    return "granted_waits" if roles().roles[grant.role].grave else "granted"


def _add_firm(access: Access, shown: User, code: str) -> None:
    firm = firm_by_code(code)
    if firm is None:
        words = label("users.uscc_unknown")
        raise Refused("uscc", words.zh, words.en)
    mandates.add_firm_user(access, shown, ("firm", firm.pk), label=firm.name, manages=True)


@needs("roles.grant")
@require_http_methods(WHOLE)
def end(request: HttpRequest, grant: int) -> HttpResponse:
    """Takes a role back, for a reason."""
    found = get_object_or_404(Grant.objects.select_related("user"), pk=grant, ended_at=None)
    refused = None
    if request.method == "POST":
        try:
            services.end_grant(known(request).access, found, reason=request.POST.get("reason", ""))
        except Refused as mistake:
            refused = mistake
        else:
            return HttpResponseRedirect(f"{reverse('web:users-one', args=[found.user_id])}?done=done")
    context = _frame(request, "users") | {
        "shown": found.user,
        "role": presenter.role_name(found.role),
        "reach": presenter.where(found),
        "form": form([Field("reason", label("users.reason"))], request.POST, refused),
    }
    return render(request, "wenye/users/end.html", context)


@needs("roles.confirm")
@require_http_methods(WHOLE)
def waiting(request: HttpRequest) -> HttpResponse:
    """Grants of grave roles that wait for a second person."""
    refused = None
    if request.method == "POST":
        sent = request.POST.get("grant", "")
        found = get_object_or_404(Grant, pk=int(sent) if sent.isdecimal() else 0)
        try:
            services.confirm_grant(known(request).access, found)
        except Refused as mistake:
            refused = mistake
        else:
            return HttpResponseRedirect(f"{request.path}?done=confirmed")
    rows = [(grant, presenter.role_name(grant.role), presenter.where(grant)) for grant in selectors.waiting_grants()]
    context = _frame(request, "waiting") | {"rows": rows, "refused": refused}
    return render(request, "wenye/users/waiting.html", context)


@needs("security.manage")
@require_safe
def locked(request: HttpRequest) -> HttpResponse:
    """Accounts, addresses and second factors that are locked now."""
    context = _frame(request, "locked") | {"rows": presenter.locks(list(attempts.locked()))}
    return render(request, "wenye/users/locked.html", context)


@needs("security.manage")
@require_POST
def unlock(request: HttpRequest) -> HttpResponse:
    """Ends a lock at once."""
    sent = request.POST.get("lock", "")
    services.unlock(known(request).access, get_object_or_404(Attempt, pk=int(sent) if sent.isdecimal() else 0))
    return HttpResponseRedirect(f"{reverse('web:users-locked')}?done=unlocked")
