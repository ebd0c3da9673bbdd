"""What every page knows: who it is for, which site this is, and the way around it."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from wenye.accounts.clock import today
from wenye.library import library
from wenye.web.language import current, label
from wenye.web.middleware import chosen, same_page


def demo() -> bool:
    """Whether this installation shows invented people and firms."""
    return bool(getattr(settings, "WENYE_DEMO", False))


def _links(request: HttpRequest) -> list[dict[str, object]]:
    names = ["check", "measures", "notices", "progress"] + (["analysis"] if demo() else [])
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


def site(request: HttpRequest) -> dict[str, object]:
    """The context processor behind ``base.html``."""
    return {
        "lang": "en" if current() == "en" else "zh-CN",
        "size": chosen(request, "size"),
        "demo": demo(),
        "today": today(),
        "nav": _links(request),
        "pack": library().pack,
        **_switches(request),
    }
