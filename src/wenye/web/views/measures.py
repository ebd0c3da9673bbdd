"""The library: all measures with search, one measure, and what is open or assumed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wenye.accounts.needs import public
from wenye.library import library
from wenye.web.presenters import measure as one
from wenye.web.presenters import measures as many
from wenye.web.presenters import open_points

LONGEST = 60


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The measures by plan or by lead unit; with a query, what was found, the best first."""
    wanted = many.Wanted(
        q=request.GET.get("q", "").strip()[:LONGEST],
        plan=request.GET.get("plan", ""),
        unit=request.GET.get("unit", ""),
        kind=request.GET.get("kind", ""),
        by="unit" if request.GET.get("by") == "unit" else "plan",
    )
    return render(request, "wenye/measures.html", {"wanted": wanted, "page": many.page(library(), wanted)})


@public
@require_safe
def detail(request: HttpRequest, number: int) -> HttpResponse:
    """One measure in plain words, its rules, and everything that stands behind them."""
    shelf = library()
    measure = shelf.measure(number)
    if measure is None:
        raise Http404
    return render(request, "wenye/measure.html", {"m": one.view(shelf, measure)})


@public
@require_safe
def open_questions(request: HttpRequest) -> HttpResponse:
    """Every open question, by the unit that must settle it."""
    shelf = library()
    return render(
        request,
        "wenye/open.html",
        {"counts": open_points.counts(shelf), "groups": open_points.questions(shelf)},
    )


@public
@require_safe
def assumptions(request: HttpRequest) -> HttpResponse:
    """Every assumption: values first, then what is assumed about each measure."""
    shelf = library()
    context = {
        "counts": open_points.counts(shelf),
        "values": open_points.parameters(shelf),
        "groups": open_points.assumptions(shelf),
    }
    return render(request, "wenye/assumptions.html", context)
