"""The analyst's pages, served in demo mode only: match results, one case, review findings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def match(request: HttpRequest) -> HttpResponse:
    """The last match: totals, charts, and a list that can be filtered."""
    return render(request, "wenye/analysis/match.html", {})


@require_safe
def case(request: HttpRequest, benefit: str, key: str) -> HttpResponse:
    """One case of the match with its reasons."""
    return render(request, "wenye/analysis/match.html", {})


@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """The findings of the review."""
    return render(request, "wenye/analysis/match.html", {})
