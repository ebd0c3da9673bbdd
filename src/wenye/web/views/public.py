"""The home page and the pages of standing text."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wenye.accounts.clock import today
from wenye.accounts.needs import public
from wenye.library import library
from wenye.web import figures
from wenye.web.language import catalogue, say
from wenye.web.presenters import home as presenter

NEXT = {"notices": "web:check", "progress": "web:measures"}


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One sentence, one field, the six plans, what is new, current notices."""
    shelf = library()
    context = {
        "total": len(shelf.measures),
        "plans": presenter.plans(shelf),
        "count": figures.chinese_digit(len(shelf.pack.plans)),
        "news": presenter.news(shelf, today()),
        "identities": presenter.identities(shelf),
        "wishes": presenter.wishes(shelf),
    }
    return render(request, "wenye/home.html", context)


def plain(name: str) -> Callable[[HttpRequest], HttpResponse]:
    """A page of standing text: ``name`` is the prefix of its labels in the catalogue."""

    @public
    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        prefix = f"plain.{name}_"
        words = {key.removeprefix(prefix): say(key) for key in catalogue() if key.startswith(prefix)}
        lines = [text for key, text in words.items() if key.isdigit()]
        next_url = reverse(NEXT[name]) if name in NEXT else ""
        return render(request, "wenye/plain.html", {"words": words, "lines": lines, "next_url": next_url})

    return view


@public
@require_safe
def report_error(request: HttpRequest) -> HttpResponse:
    """How to report an error on a page; names the page it was asked from."""
    page = request.GET.get("page", "/")
    if not page.startswith("/") or len(page) > 200:
        page = "/"
    return render(request, "wenye/report.html", {"page": request.build_absolute_uri(page)})
