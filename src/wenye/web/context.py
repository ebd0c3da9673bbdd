"""What every page knows: who it is for, which site this is, and the way around it."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from wenye.accounts import factors
from wenye.accounts.clock import today
from wenye.accounts.requests import known
from wenye.accounts.roles import catalogue
from wenye.library import library
from wenye.web.language import current, label, said, say
from wenye.web.middleware import chosen, same_page
from wenye.web.ui import SignedIn


def demo() -> bool:
    """Whether this installation shows invented people and firms."""
    return bool(getattr(settings, "WENYE_DEMO", False))


def _links(request: HttpRequest) -> list[dict[str, object]]:
    names = ["check", "measures", "notices", "progress"]
    names += ["analysis"] if known(request).access.may("match.read") else []
    section = getattr(request.resolver_match, "url_name", "") or ""
    return [
        {
            "label": label(f"nav.{name}"),
            "url": reverse(f"web:{name}"),
            "here": section.split("-")[0] == name,
            "apart": name == "analysis",
        }
        for name in names
    ]


def _switches(request: HttpRequest) -> dict[str, str]:
    page = same_page(request) if request.method == "GET" else request.path
    mark = "&" if "?" in page else "?"
    other = "zh" if current() == "en" else "en"
    size = "standard" if chosen(request, "size") == "large" else "large"
    return {"switch_language": f"{page}{mark}lang={other}", "switch_size": f"{page}{mark}size={size}"}


def _signed_in(request: HttpRequest) -> SignedIn | None:
    access = known(request).access
    if access.user_id is None:
        return None
    role = said(catalogue().role(access.role).label)
    words = say("account.for_short", role=role, who=access.acting.label) if access.acting else role
    return SignedIn(access.name, words, reverse("web:account"), reverse("web:logout"))


def _demo_code(request: HttpRequest) -> str:
    """The code that the authenticator of a signed-in demo account would show; asked for by few pages."""
    row = known(request).sign_in
    return factors.current_code(row.user) if row is not None and demo() else ""


def site(request: HttpRequest) -> dict[str, object]:
    """The context processor behind ``base.html``."""
    return {
        "lang": "en" if current() == "en" else "zh-CN",
        "size": chosen(request, "size"),
        "demo": demo(),
        "today": today(),
        "nav": _links(request),
        "pack": library().pack,
        "signed_in": _signed_in(request),
        "demo_code": SimpleLazyObject(lambda: _demo_code(request)),
        **_switches(request),
    }
