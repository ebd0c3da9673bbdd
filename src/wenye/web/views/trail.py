"""The auditor's pages: the trail with filters, and whether it is whole."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from wenye.accounts import audit, selectors
from wenye.accounts.models import AuditSeal
from wenye.accounts.needs import needs
from wenye.accounts.refusals import Refused
from wenye.accounts.requests import known
from wenye.accounts.selectors import Asked
from wenye.web import navigation, ui
from wenye.web.fields import day
from wenye.web.language import label
from wenye.web.presenters import trail as presenter
from wenye.web.presenters.users import role_filter
from wenye.web.ui import Choice, Filter


@needs("audit.read")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The entries that fit what was asked, the latest first."""
    sent = request.GET
    asked, mistakes = _asked(sent)
    found = selectors.trail(asked)
    pages = ui.pages(found.count(), sent.get("page", ""))
    context = {
        "staff_nav": navigation.staff(known(request).access, "trail"),
        "filters": _filters(sent),
        "clear": request.path if any(sent.values()) else "",
        "errors": mistakes,
        "pages": pages,
        "lines": presenter.lines(list(found[pages.start : pages.end])),
    }
    return render(request, "wenye/trail/index.html", context)


def _asked(sent: Mapping[str, str]) -> tuple[Asked, list[tuple[str, object]]]:
    """What was asked; a day that is none is left out and told."""
    mistakes: list[tuple[str, object]] = []
    days: dict[str, date | None] = {}
    for name in ("since", "until"):
        try:
            days[name] = day(sent, name, optional=True)
        except Refused as refused:
            mistakes.append((name, refused.said))
    texts = {name: sent.get(name, "").strip()[:64] for name in ("act", "login", "role", "kind", "key")}
    return Asked(**texts, **days), mistakes  # type: ignore[arg-type]


def _filters(sent: Mapping[str, str]) -> list[Filter]:
    kinds = [Choice(kind, kind) for kind in selectors.kinds()]
    return [
        Filter("act", label("trail.act"), sent.get("act", ""), choices=presenter.acts()),
        Filter("login", label("trail.who"), sent.get("login", ""), "text"),
        Filter("role", label("trail.role"), sent.get("role", ""), choices=role_filter()),
        Filter("kind", label("trail.kind"), sent.get("kind", ""), choices=kinds),
        Filter("key", label("trail.key"), sent.get("key", ""), "text"),
        Filter("since", label("trail.since"), sent.get("since", ""), "day"),
        Filter("until", label("trail.until"), sent.get("until", ""), "day"),
    ]


@needs("audit.read")
@require_http_methods(["GET", "HEAD", "POST"])
def whole(request: HttpRequest) -> HttpResponse:
    """The latest root; a POST looks at the whole trail and says what was found."""
    report = None
    if request.method == "POST":
        audit.seal()
        report = audit.verify()
        with transaction.atomic():
            details = {"entries": report.entries, "found": len(report.findings)}
            audit.record(known(request).access, "audit.read", "trail", "", details=details)
    context = {
        "staff_nav": navigation.staff(known(request).access, "whole"),
        "root": audit.root(),
        "links": AuditSeal.objects.count(),
        "report": report,
        "findings": report.findings[:200] if report else (),
    }
    return render(request, "wenye/trail/whole.html", context)
