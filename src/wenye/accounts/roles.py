"""The catalogue of roles and acts, read from ``roles.yaml``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import combinations
from typing import Any, Literal

import yaml
from django.conf import settings

from wenye.feel.errors import WenyeError
from wenye.feel.text import Text

Reach = Literal["own", "area", "unit", "district"]


class UnknownAct(WenyeError):
    """An act or a role is named that ``roles.yaml`` does not know: a fault of the program."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that is allowed or refused; the head of ``roles.yaml`` says what its marks mean."""

    id: str
    label: Text
    grave: bool = False
    consent: bool = False
    not_own: bool = False
    by_area: bool = True
    by_unit: bool = True


@dataclass(frozen=True, slots=True)
class Role:
    """A list of acts and how far it reaches. ``public`` roles are for applicants, all others for staff."""

    id: str
    label: Text
    acts: frozenset[str]
    reach: Reach = "district"
    public: bool = False
    second_factor: bool = False
    grave: bool = False
    demo_acts: frozenset[str] = frozenset()

    def allows(self, act: str) -> bool:
        """Whether the role holds the act in this installation."""
        return act in self.acts or (settings.WENYE_DEMO and act in self.demo_acts)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every act and role. ``always`` are the roles that nobody is granted: visitor, unverified, member, system.

    ``events`` stand in the trail beside the acts.
    """

    acts: Mapping[str, Act]
    events: Mapping[str, Text]
    roles: Mapping[str, Role]
    always: Mapping[str, Role]
    apart: frozenset[frozenset[str]]

    def act(self, name: str) -> Act:
        """The act ``name``. Raises UnknownAct."""
        if name not in self.acts:
            raise UnknownAct(f"没有名为 {name} 的权限，见 accounts/roles.yaml。 / roles.yaml knows no act {name}.")
        return self.acts[name]

    def label(self, name: str) -> Text:
        """What the trail calls an act or event. Raises UnknownAct."""
        return self.events[name] if name in self.events else self.act(name).label

    def role(self, name: str) -> Role:
        """The role ``name``. Raises UnknownAct."""
        found = self.roles.get(name) or self.always.get(name)
        if found is None:
            raise UnknownAct(f"没有名为 {name} 的角色，见 accounts/roles.yaml。 / roles.yaml knows no role {name}.")
        return found

    def clashes(self, role: str, held: Iterable[str]) -> list[str]:
        """Those of the roles ``held`` that one person may not hold together with ``role``."""
        return [other for other in held if frozenset((role, other)) in self.apart or self._mixes(role, other)]

    def _mixes(self, role: str, other: str) -> bool:
        return self.role(role).public != self.role(other).public


@cache
def catalogue() -> Catalogue:
    """The catalogue of this program."""
    data = yaml.load(resources.files("wenye.accounts").joinpath("roles.yaml").read_text("utf-8"), yaml.BaseLoader)
    acts = {name: _act(name, spec) for name, spec in data["acts"].items()}
    always = {name: _always(name, spec, acts) for name, spec in data["always"].items()}
    roles = {name: _role(name, spec, acts) for name, spec in data["roles"].items()}
    pairs = {frozenset(pair) for group in data["apart"] for pair in combinations(group, 2)}
    events = {name: Text(**spec) for name, spec in data["events"].items()}
    found = Catalogue(acts, events, roles, always, frozenset(pairs))
    for name in {name for pair in pairs for name in pair}:
        found.role(name)
    return found


def _act(name: str, spec: Mapping[str, str]) -> Act:
    grave, consent, not_own = (spec.get(flag) == "true" for flag in ("grave", "consent", "not_own"))
    by = spec.get("by", "both")
    by_area, by_unit = by in ("area", "both"), by in ("unit", "both")
    return Act(name, Text(spec["zh"], spec["en"]), grave, consent, not_own, by_area, by_unit)


def _always(name: str, spec: Mapping[str, Any], acts: Mapping[str, Act]) -> Role:
    held = acts if spec["acts"] == "every" else _known(spec["acts"], acts)
    return Role(name, Text(spec["zh"], spec["en"]), frozenset(held), demo_acts=_known(spec.get("demo", ()), acts))


def _role(name: str, spec: Mapping[str, Any], acts: Mapping[str, Act]) -> Role:
    return Role(
        id=name,
        label=Text(**spec["label"]),
        acts=_known(spec["acts"], acts),
        reach=spec["scope"],
        public=spec["for"] == "public",
        second_factor=spec.get("second_factor") == "true",
        grave=spec.get("grave") == "true",
    )


def _known(names: Iterable[str], acts: Mapping[str, Act]) -> frozenset[str]:
    for name in names:
        if name not in acts:
            raise UnknownAct(f"roles.yaml：没有定义权限 {name}。 / roles.yaml grants the unknown act {name}.")
    return frozenset(names)
