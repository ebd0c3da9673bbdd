"""The reader's preferences: language and size of text, kept in two cookies and set by a plain link.

``?lang=en`` and ``?size=large`` on any page store the choice and lead back to the same page without the parameter,
so that the switches work without JavaScript and without a form.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation

from wenye.web.language import LANGUAGES

COOKIES = {"lang": "wenye_lang", "size": "wenye_size"}
CHOICES = {"lang": ("zh", "en"), "size": ("standard", "large")}
YEAR = 365 * 24 * 3600
DATA = "/api/v1/"
"""Answers for programs stand below this address: they have no preferences and set no cookie."""


def chosen(request: HttpRequest, name: str) -> str:
    """The stored choice, or the first one: Chinese, standard size."""
    value = request.COOKIES.get(COOKIES[name], "")
    return value if value in CHOICES[name] else CHOICES[name][0]


def same_page(request: HttpRequest) -> str:
    """The address of this page without the parameters that set a preference."""
    query = request.GET.copy()
    for name in COOKIES:
        query.pop(name, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _stored(request: HttpRequest) -> HttpResponse | None:
    wanted = {name: request.GET[name] for name in COOKIES if request.GET.get(name) in CHOICES[name]}
    if request.method != "GET" or not wanted:
        return None
    response = HttpResponseRedirect(same_page(request))
    for name, value in wanted.items():
        response.set_cookie(
            COOKIES[name], value, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    return response


def preferences(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the page is said in the chosen language."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(DATA):
            return get_response(request)
        language = LANGUAGES[chosen(request, "lang")]
        with translation.override(language):
            response = _stored(request) or get_response(request)
        response.headers["Content-Language"] = "en" if language == "en" else "zh-CN"
        return response

    return middleware
