"""The analyst's pages, in the demo open to everybody: match results, one case, review findings."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from wenye.accounts.clock import today
from wenye.accounts.needs import needs
from wenye.accounts.requests import known
from wenye.library import library
from wenye.policy.match_store import Kept
from wenye.policy.model import Benefit
from wenye.web import matches, navigation, reviews
from wenye.web.presenters import case as case_page
from wenye.web.presenters import match as match_page
from wenye.web.presenters import review as review_page


@needs("match.read")
@require_safe
def match(request: HttpRequest) -> HttpResponse:
    """The last match: totals, charts, all benefits; for one benefit its conditions and subjects."""
    found = matches.kept()
    if found is None:
        nothing = {"staff_nav": navigation.staff(known(request).access, "match")}
        return render(request, "wenye/analysis/match.html", nothing)
    asked = request.GET
    towns = known(request).access.scope("match.read").areas
    wanted = match_page.Wanted(*(asked.get(name, "") for name in ("benefit", "town", "outcome", "page")))
    if towns is not None and wanted.town not in towns:
        wanted = replace(wanted, town=min(towns))  # who reaches some towns alone sees one of them at a time
    context = {
        "staff_nav": navigation.staff(known(request).access, "match"),
        "m": match_page.view(library(), found, wanted, towns),
        "clear": reverse("web:analysis") if wanted.narrowed else "",
    }
    return render(request, "wenye/analysis/match.html", context)


@needs("match.read")
@require_safe
def case(request: HttpRequest, benefit: str, key: int) -> HttpResponse:
    """One case of the match with its reasons."""
    shelf = library()
    found = shelf.benefit(benefit)
    last = matches.kept()
    if found is not None and not _within_reach(request, last, found, key):
        raise Http404
    page = case_page.view(shelf, found, key, last.on if last else today()) if found else None
    if page is None:
        raise Http404
    return render(
        request,
        "wenye/analysis/case.html",
        {"staff_nav": navigation.staff(known(request).access, "match"), "c": page, "on": last.on if last else today()},
    )


def _within_reach(request: HttpRequest, last: Kept | None, benefit: Benefit, key: int) -> bool:
    towns = known(request).access.scope("match.read").areas
    return towns is None or (last is not None and matches.town_of(last, benefit, key) in towns)


@needs("review.read")
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """The findings of the review, one kind at a time; a POST begins the review of a pack that has none."""
    if request.method == "POST":
        reviews.begin()
        return redirect("web:analysis-review")
    found = reviews.kept()
    page = review_page.view(library(), found, request.GET.get("kind", "")) if found is not None else None
    running = found is None and reviews.under_way()
    response = render(
        request,
        "wenye/analysis/review.html",
        {"staff_nav": navigation.staff(known(request).access, "review"), "r": page, "running": running},
    )
    if running:
        response.headers["Refresh"] = "5"
    return response
