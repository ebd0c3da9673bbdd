"""What goes wrong below ``/api/v1/`` becomes a problem document, wherever it goes wrong."""

import logging
import time
import traceback
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from wenye.accounts.access import Denied
from wenye.api import limit, problems
from wenye.api.bodies import fault
from wenye.api.problems import Problem
from wenye.feel import Fault, Text

ROOT = "/api/v1/"
LAST_CALLS = 8
log = logging.getLogger("wenye.api")


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: no caller asks too often, errors of Django become problem documents, HEAD is answered as GET."""

    def handle(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ROOT):
            return get_response(request)
        bare = request.method == "HEAD"
        if bare:
            request.method = "GET"
        response = _turned_away(request) or get_response(request)
        if response.status_code >= 400 and response.headers.get("Content-Type") != problems.MEDIA_TYPE:
            response = _retold(request, response)
        if bare:
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response

    return handle


def _turned_away(request: HttpRequest) -> HttpResponse | None:
    """A caller who asks too often is answered before anything is read or worked out."""
    seconds = limit.wait(request, time.time())
    if not seconds:
        return None
    response = problems.response(Problem("too-many"), request.path)
    response.headers["Retry-After"] = str(seconds)
    return response


def _retold(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The same answer as a problem document; what its headers say of something other than the body still holds."""
    told = problems.response(problems.of_status(response.status_code), request.path)
    for name, value in response.headers.items():
        if not name.startswith("Content-"):
            told.headers.setdefault(name, value)
    return told


def register(api: NinjaAPI) -> None:
    """Sets how ``api`` answers what its operations raise."""

    told: dict[type[Exception], Callable[[Any], Problem]] = {
        Problem: lambda problem: problem,
        ValidationError: lambda error: Problem("invalid", [_fault(found) for found in error.errors]),
        Denied: problems.of_denied,
        HttpError: lambda error: problems.of_status(error.status_code),
    }
    for kind, tell in told.items():
        api.add_exception_handler(kind, partial(_refuse, tell))
    api.add_exception_handler(Exception, fail)


def _refuse(tell: Callable[[Any], Problem], request: HttpRequest, error: Any) -> HttpResponse:
    return problems.response(tell(error), request.path)


def fail(request: HttpRequest, error: Any) -> HttpResponse:
    """A failure of ours. What is logged names the places in the code, never a value that was sent."""
    number = uuid4().hex
    calls = traceback.extract_tb(error.__traceback__)[-LAST_CALLS:]
    places = " < ".join(f"{call.name}:{call.lineno}" for call in reversed(calls))
    log.error("%s %r failed with %s in %s (%s)", request.method, request.path, type(error).__name__, places, number)
    return problems.response(Problem("internal"), f"{request.path}#{number}")


WRONG = {
    "int": Text("应为整数", "a whole number is wanted"),
    "greater_than": Text("太小", "it is too small"),
    "string_too_long": Text("太长", "it is too long"),
}


def _fault(error: dict[str, Any]) -> Fault:
    """A fault of a parameter, from what pydantic says of it."""
    place, name = [str(step) for step in error["loc"]][:2]
    path = f"{{{name}}}" if place == "path" else f"?{name}"
    unusable = Text("不能用", "it cannot be used")
    said = next((text for kind, text in WRONG.items() if str(error["type"]).startswith(kind)), unusable)
    return fault("query.value", path, Text(f"参数“{name}”的值不对：{said.zh}。", f"The parameter {name} is wrong: {said.en}."),
                 Text("请对照 /api/。", "Compare with /api/."))  # fmt: skip
