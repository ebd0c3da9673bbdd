"""The description of the interface: for programs as OpenAPI, for people as a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wenye.accounts.needs import public
from wenye.api import replies
from wenye.api.document import document
from wenye.api.explained import view
from wenye.api.routes import api


@public
@require_safe
def described(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return replies.listed(request, document(api))


@public
@require_safe
def explained(request: HttpRequest) -> HttpResponse:
    """The page."""
    return render(request, "wenye/api/page.html", {"page": view(document(api))})
