"""Planted cases: plain profiles out of ``profiles.yaml``, each with single values varied by the smallest step.

The file says who there is (dates, counts, groups), not what anybody may get; nothing here knows a rule.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from wenye.registry.catalogue import register
from wenye.registry.demo.firms import credit_code
from wenye.registry.demo.people import identity
from wenye.registry.demo.rosters import Plain
from wenye.registry.demo.telling import contact

Put = Callable[[str, Mapping[str, Plain]], None]
FIRST = 4_500_000
"""People and firms are numbered from here, far from the random ones."""
_SURVEY = ("staff", "jobs", "investment", "labour_intensive", "new_hires", "hire_contract_months")


@cache
def _profiles() -> Sequence[Mapping[str, Any]]:
    data = yaml.load(resources.files(__package__).joinpath("profiles.yaml").read_text("utf-8"), yaml.BaseLoader)
    return list(data["profiles"])


def plant(put: Put) -> int:
    """Writes the rows of every planted case; how many cases there are."""
    number = 0
    for profile in _profiles():
        for case in _cases(profile):
            _write(case, number, put)
            number += 1
    return number


def _cases(profile: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The profile as it stands, then with each varied value in turn."""
    base = {key: deepcopy(value) for key, value in profile.items() if key != "vary"}
    yield base
    for path, values in profile.get("vary", {}).items():
        for value in values:
            case = deepcopy(base)
            _set(case, path.split("."), value)
            yield case


def _set(case: dict[str, Any], path: Sequence[str], value: Any) -> None:
    """Sets ``firm.jobs`` or ``rows.poverty``; the value ``absent`` takes the entry away."""
    *outer, last = path
    place = case
    for key in outer:
        place = place[0] if isinstance(place, list) else place
        place = place.setdefault(key, {})
    place = place[0] if isinstance(place, list) else place
    if value == "absent":
        place.pop(last, None)
    else:
        place[last] = value


def _write(case: Mapping[str, Any], number: int, put: Put) -> None:
    about: dict[str, Plain] = {}
    if "person" in case:
        about |= _person(case["person"], case.get("household", {}), number, put)
    if "firm" in case:
        about |= _firm(case["firm"], number, about if case.get("owner") == "true" else {}, put)
    for name, rows in case.get("rows", {}).items():
        for row in rows if isinstance(rows, list) else [rows]:
            known = register(name).columns
            mentioned = {key: value for key, value in about.items() if key in known}
            put(name, {**mentioned, **_typed(name, row, number)})


def _person(spec: Mapping[str, str], home: Mapping[str, str], number: int, put: Put) -> dict[str, Plain]:
    born = date.fromisoformat(spec["birth_date"])
    female = spec.get("sex") == "female"
    who = identity(FIRST + number, born, female)
    name = f"{'赵钱孙李周吴郑王'[number % 8]}例{'甲乙丙丁戊己庚辛壬癸'[number // 8 % 10]}"
    told = {
        "sex": "female" if female else "male",
        "town": "xushi",
        "village": "许市社区",
        "household": f"L{number:06d}",
    }
    told |= {
        "residence": "town",
        "household_registration": "rural",
        "migrant_returner": "none",
        "head_relation": "head",
    }
    put("people", {"id_no": who, "name": name, **_typed("people", {**told, **spec}, number), **contact(who)})
    ours = {"number": told["household"], "town": "xushi", "village": "许市社区"}
    need = {"low_income": "false", "poor_disabled": "false", "extreme_hardship": "false", "hardship_grade": "none"}
    put("households", _typed("households", {**ours, **need, **home}, number))
    return {"person": who, "person_name": name}


def _firm(spec: Mapping[str, str], number: int, owner: Mapping[str, Plain], put: Put) -> dict[str, Plain]:
    kind = spec["firm_kind"]
    code, name = (
        credit_code(FIRST + number, kind),
        f"君山范例第{number + 1}号{'店' if 'individual' in kind else '公司'}",
    )
    ours = {"town": "xushi", "status": "open", "firm_size": "micro", "industry": "居民服务业"}
    registered = {key: value for key, value in {**ours, **spec}.items() if key not in _SURVEY}
    owned = {"owner": owner["person"], "owner_name": owner["person_name"]} if owner else {}
    put("firms", {"uscc": code, "name": name, **owned, **_typed("firms", registered, number)})
    surveyed = {key: value for key, value in spec.items() if key in _SURVEY}
    if surveyed:
        put("firm_survey", {"uscc": code, "name": name, **_typed("firm_survey", surveyed, number)})
    return {"firm": code, "firm_name": name}


def _typed(name: str, values: Mapping[str, str], number: int) -> dict[str, Plain]:
    """Values of a row of a register in plain types; ``#`` in a number column counts the case."""
    columns = register(name).columns
    found: dict[str, Plain] = {}
    for key, text in values.items():
        kind = columns[key].kind
        if kind in ("date", "month"):
            found[key] = date.fromisoformat(text)
        elif kind == "boolean":
            found[key] = text == "true"
        else:
            found[key] = text.replace("#", f"{number:05d}")
    return found
