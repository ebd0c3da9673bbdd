"""What an address and its query ask for, checked: nothing that is misspelt is passed over."""

from collections.abc import Collection

from django.http import HttpRequest

from wenye.api.bodies import fault
from wenye.api.problems import Problem
from wenye.feel import FactFaults, Text
from wenye.library import library
from wenye.policy import model
from wenye.policy.decide import find
from wenye.policy.faults import nearest


def only(request: HttpRequest, *names: str) -> None:
    """Refuses parameters of the query that the operation does not have, or that are given twice."""
    faults = [fault("query.unknown", f"?{name}", Text(f"没有参数“{name}”。", f"There is no parameter {name}."),
                    nearest(name, names) if names else Text("请去掉它。", "Leave it out."))
              for name in request.GET if name not in names]  # fmt: skip
    faults += [fault("query.twice", f"?{name}", Text(f"参数“{name}”给了两次。", f"The parameter {name} is given twice."),
                     Text("请只给一次。", "Give it once."))
               for name, values in request.GET.lists() if name in names and len(values) > 1]  # fmt: skip
    if faults:
        raise Problem("invalid", faults)


def existing(benefit: str) -> model.Benefit:
    """The benefit that the address names."""
    try:
        return find(library().pack, benefit)
    except FactFaults:
        raise absent("benefit", benefit, library().pack.benefits) from None


def unit_ids(unit: str) -> set[str]:
    """The unit with this id or Chinese name."""
    units = library().pack.units
    ids = {named.id for named in units.values() if unit in (named.id, named.label.zh)}
    if not ids:
        raise wrong("?unit", unit, [*units, *(named.label.zh for named in units.values())])
    return ids


def wrong(path: str, value: str, known: Collection[str]) -> Problem:
    """A parameter has a value that the pack does not know."""
    message = Text(f"政策包里没有“{value}”。", f"The pack has no {value}.")
    return Problem("invalid", [fault("query.value", path, message, nearest(value, known))])


def absent(name: str, value: str, known: Collection[str]) -> Problem:
    """The address names something that is not there."""
    message = Text(f"政策包里没有“{value}”。", f"The pack has no {value}.")
    hint = nearest(value, known) if known else Text("请对照 /api/v1/measures。", "Compare with /api/v1/measures.")
    return Problem("not-found", [fault("address.unknown", f"{{{name}}}", message, hint)])
