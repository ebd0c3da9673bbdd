"""An officer serves somebody: consent recorded, and a number seen whole for a reason."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from wenye.accounts import mandates
from wenye.accounts.clock import today
from wenye.accounts.masks import MASKS
from wenye.accounts.models import Mandate
from wenye.accounts.needs import needs
from wenye.accounts.refusals import Refused
from wenye.accounts.requests import known, session_of
from wenye.accounts.unmasking import unmask
from wenye.registry import selectors
from wenye.registry.models import Firm, Person
from wenye.web.fields import day, form
from wenye.web.language import label
from wenye.web.presenters.account import COLUMNS
from wenye.web.ui import Choice, Field

WHOLE = ["GET", "HEAD", "POST"]
USUAL = timedelta(days=90)


@needs("consent.record")
@sensitive_post_parameters("number")
@require_http_methods(WHOLE)
def find(request: HttpRequest) -> HttpResponse:
    """Finds the person to be served by the identity number, which is never part of an address."""
    refused = None
    if request.method == "POST":
        scope = known(request).access.scope("consent.record")
        person = selectors.person_within(scope, request.POST.get("number", ""))
        if person is not None:
            return redirect("web:consent-for", person.pk)
        words = label("account.consent_not_found")
        refused = Refused("number", words.zh, words.en)
    field = Field("number", label("account.consent_number"), hint=label("account.consent_number_hint"))
    return render(request, "wenye/account/consent_find.html", {"form": form([field], request.POST, refused)})


@needs("consent.record")
@require_http_methods(WHOLE)
def record(request: HttpRequest, person: int) -> HttpResponse:
    """What the person consents to, how it was shown, until when; then the officer acts for the person."""
    access = known(request).access
    found = selectors.row_within(access.scope("consent.record"), "person", person)
    if not isinstance(found, Person):
        raise Http404
    refused = None
    if request.method == "POST":
        try:
            _record(request, found)
        except Refused as mistake:
            refused = mistake
        else:
            return HttpResponseRedirect(f"{reverse('web:account-for')}?done=for")
    context = {"shown": selectors.shown_person(found), "form": form(_fields(), request.POST, refused)}
    return render(request, "wenye/account/consent.html", context)


def _record(request: HttpRequest, person: Person) -> None:
    access, sent = known(request).access, request.POST
    until = day(sent, "until")
    assert until is not None
    made = mandates.record_consent(
        access, ("person", person.pk), label=person.name, area=person.town, consented=sent.get("consented", ""),
        shown=sent.get("shown", ""), paper=sent.get("paper", ""), until=until,
    )  # fmt: skip
    mandates.choose(access, session_of(request), made.pk)


def _fields() -> list[Field]:
    ways = [Choice(way, label(f"account.shown_{way}")) for way in Mandate.Shown.values]
    return [
        Field("consented", label("account.consent_what"), kind="lines", hint=label("account.consent_what_hint")),
        Field("shown", label("account.consent_shown"), kind="choices", choices=ways),
        Field("paper", label("account.consent_paper")),
        Field("until", label("account.consent_until"), (today() + USUAL).isoformat(), "day"),
    ]


@needs("registry.unmask")
@require_http_methods(WHOLE)
def number(request: HttpRequest, entity: str, key: int, column: str) -> HttpResponse:
    """A personal number whole, for a reason that is recorded."""
    access = known(request).access
    row = selectors.row_within(access.scope("registry.unmask"), entity, key) if entity in ("person", "firm") else None
    if row is None or column not in MASKS or not hasattr(row, column):
        raise Http404
    refused, whole = None, None
    if request.method == "POST":
        try:
            whole = unmask(
                access, row, column, subject=(entity, key), area=row.town, reason=request.POST.get("reason", "")
            )
        except Refused as mistake:
            refused = mistake
    shown = selectors.shown_firm(row) if isinstance(row, Firm) else selectors.shown_person(row)
    context = {
        "shown": shown,
        "column": label(COLUMNS[column]),
        "masked": row.masked(column) or label("account.unmask_none"),
        "number": whole,
        "form": form([Field("reason", label("account.unmask_reason"), kind="lines")], request.POST, refused),
    }
    return render(request, "wenye/account/unmask.html", context)
