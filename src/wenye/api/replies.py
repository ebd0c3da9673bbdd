"""Answers as JSON. What is read can be kept and asked for again by the hash of the pack it comes from."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from wenye import __version__
from wenye.api.problems import encoded
from wenye.library import library

MEDIA_TYPE = "application/json"


def tag() -> str:
    """The entity tag of everything that follows from the pack alone: it changes with the pack and with the program."""
    return f'"{library().pack.hash[:32]}-{__version__}"'


def listed(request: HttpRequest, content: object) -> HttpResponse:
    """What follows from the pack alone; 304 where the caller has it already."""
    response = HttpResponse(encoded(content), content_type=MEDIA_TYPE)
    response.headers["ETag"] = tag()
    response.headers["Cache-Control"] = "public, no-cache"  # keep it, but ask whether it still holds
    return get_conditional_response(request, etag=tag(), response=response) or response


def decided(content: object) -> HttpResponse:
    """What was decided on somebody's facts: for the caller alone, kept by nobody."""
    return HttpResponse(encoded(content), content_type=MEDIA_TYPE)
