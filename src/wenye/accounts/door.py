"""The middleware by which a request knows who it comes from (``requests.known``)."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse

from wenye.accounts import sign_in


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the user is found, and a session whose time is over closed, when a view or a page asks."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.knock = partial(sign_in.resume, request)  # type: ignore[attr-defined]
        return get_response(request)

    return handle
