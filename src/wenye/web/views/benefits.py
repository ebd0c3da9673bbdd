"""The guide to a benefit: whether one can have it, how much, which papers, which steps."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wenye.accounts.needs import public
from wenye.library import library
from wenye.web.presenters import guide as presenter


@public
@require_safe
def guide(request: HttpRequest, benefit: str) -> HttpResponse:
    """The guide to one benefit."""
    shelf = library()
    found = shelf.benefit(benefit)
    if found is None:
        raise Http404
    return render(request, "wenye/guide.html", {"g": presenter.view(shelf, found)})
