"""The navigation at the left of the staff pages: what this user may do, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from wenye.accounts.access import Access
from wenye.accounts.models import Grant
from wenye.accounts.roles import catalogue
from wenye.web import ui
from wenye.web.language import label, say


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the navigation: its label, its address, and the act that it needs."""

    label: str
    url: str
    act: str


GROUPS: Mapping[str, Mapping[str, Place]] = {
    "nav.analysis": {
        "match": Place("analysis.match", "web:analysis", "match.read"),
        "review": Place("analysis.review", "web:analysis-review", "review.read"),
    },
    "nav.people": {
        "users": Place("users.title", "web:users", "users.manage"),
        "state": Place("users.state_title", "web:users-state", "system.manage"),
        "waiting": Place("users.waiting_title", "web:users-waiting", "roles.confirm"),
        "locked": Place("users.locked_title", "web:users-locked", "security.manage"),
    },
    "nav.trail": {
        "trail": Place("trail.title", "web:trail", "audit.read"),
        "whole": Place("trail.whole_title", "web:trail-whole", "audit.read"),
    },
    "nav.service": {
        "consent": Place("account.consent_title", "web:consent", "consent.record"),
    },
}
DOORS = {"renewing": "web:account-password", "unverified": "web:factor"}
RULES = {"analysis.open": "web:open", "analysis.assumptions": "web:open-assumptions"}


def staff(access: Access, here: str) -> Sequence[ui.Group]:
    """The pages that the user may open, in groups; ``here`` names the open one."""
    groups = [
        ui.Group(label(name), [
            ui.Link(label(place.label), reverse(place.url), key == here, _count(place))
            for key, place in places.items() if access.may(place.act)
        ])
        for name, places in GROUPS.items()
    ]  # fmt: skip
    if access.may("review.read"):
        links = [ui.Link(label(key), reverse(name)) for key, name in RULES.items()]
        links += [ui.Link(label("analysis.style"), reverse("web:style"))] if settings.WENYE_DEMO else []
        groups.insert(1, ui.Group(label("nav.rules"), links))
    return [group for group in groups if group.links]


def _count(place: Place) -> int | None:
    """How much waits on a page, where that is worth knowing."""
    if place.act != "roles.confirm":
        return None
    grave = [role.id for role in catalogue().roles.values() if role.grave]
    return Grant.objects.filter(role__in=grave, confirmed_at=None, ended_at=None).count()


def home(access: Access) -> str:
    """Where a user goes on: to the door that is still shut, the first page that is his to open, or his account."""
    if access.role in DOORS:
        return reverse(DOORS[access.role])
    if access.staff:
        for places in GROUPS.values():
            for place in places.values():
                if access.may(place.act):
                    return reverse(place.url)
    return reverse("web:account")


def sso_name() -> str:
    """What the provider of single sign-on is called; empty where none is named."""
    provider = settings.WENYE_OIDC
    return (provider["label"] or say("account.sso_name")) if provider else ""
