"""Bringing a saved result back: from the file that was saved, or from its code."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wenye.accounts.needs import public
from wenye.library import library
from wenye.web import answers as store
from wenye.web import keeping, qr
from wenye.web.answers import Screening
from wenye.web.language import label, say

MOST_BYTES = 1024 * 1024
"""A saved result has some tens of kilobytes."""


def way_back(request: HttpRequest, screening: Screening) -> dict[str, object]:
    """What a result shows so that it can be opened again: its code, and an address and a picture that hold it.

    The code stands behind ``#``, which a browser keeps to itself: no server and no log sees the answers.
    """
    code = keeping.code(screening, library().pack)
    address = request.build_absolute_uri(f"{reverse('web:check-open')}#{code.replace('-', '')}")
    return {"code": code, "back_address": address, "picture": qr.drawn(address, say("check.code_picture"))}


@public
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Asks for the file or the code; with one of them the result follows, worked out by the rules of today."""
    if request.method != "POST":
        return render(request, "wenye/check/open.html")
    typed = request.POST.get("code", "")
    text, mistake = _given(typed, request.FILES.get("file"))
    if mistake is None:
        try:
            kept = keeping.opened(keeping.found(text), library().pack)
        except keeping.Unusable:
            mistake = "check.open_unusable"
        else:
            store.keep(request, kept.screening)
            lost = f"?lost={kept.lost}" if kept.lost else ""
            return redirect(reverse("web:check-result", args=[kept.screening.subject]) + lost)
    return render(
        request,
        "wenye/check/open.html",
        {"mistake": label(mistake), "errors": [("code", label(mistake))], "typed": typed},
    )


def _given(typed: str, file: "UploadedFile[Any] | None") -> tuple[str, str | None]:
    """The text to look for a code in, or the label of what is wrong. A file goes before what was typed."""
    if file is None:
        return typed, None if typed.strip() else "check.open_empty"
    if (file.size or 0) > MOST_BYTES:
        return "", "check.open_large"
    return file.read().decode("utf-8", "replace"), None
