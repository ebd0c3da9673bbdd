"""Who is let in where: every address and operation with what it declares to need, and the answer for each role.

The answers are those of the door: 200 let in (what then is not found is 404), 302 led to sign in, to the second factor
or to a new password, 401 and 403 refused. tests/accounts/matrix.csv is this table, and the tests try every cell.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from wenye.accounts.roles import Role, catalogue
from wenye.feel.errors import WenyeError

NOTHING_THERE = "api-root"
"""The name under which the interface's library keeps an address that never answers."""
DOORS = ("visitor", "renewing", "unverified")
"""Who is led on instead of being refused."""


class Undeclared(WenyeError):
    """An address or operation does not declare what it needs."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An address with its method (ANY for a page), its name, and the act that it needs: empty for a public one."""

    method: str
    route: str
    name: str
    needs: str

    @property
    def program(self) -> bool:
        """Whether it answers programs, which are never led to a page."""
        return self.method != "ANY"

    def answer(self, role: Role, *, demo: bool = False) -> int:
        """What the door answers to somebody with this role."""
        member = catalogue().always["member"]
        inside = role.id not in catalogue().always
        allowed = role.acts | (member.acts if inside else frozenset()) | (role.demo_acts if demo else frozenset())
        if not self.needs or self.needs in allowed:
            return 200
        if role.id in DOORS:
            return (401 if role.id == "visitor" else 403) if self.program else 302
        return 403


def entries() -> list[Entry]:
    """Every address of the site, in the order of its route. Raises Undeclared with all that say nothing."""
    found = sorted(_walk(get_resolver().url_patterns, ""), key=lambda item: (item[1], item[0]))
    silent = [f"{method} /{route}" for method, route, _, view in found if getattr(view, "needs", None) is None]
    if silent:
        raise Undeclared(
            f"这些地址没有声明需要什么权限（@needs 或 @public）：{'、'.join(silent)}。"
            f" / These addresses do not declare what they need: {', '.join(silent)}."
        )
    return [Entry(method, f"/{route}", name, view.needs) for method, route, name, view in found]


def _walk(patterns: list[Any], before: str) -> Iterator[tuple[str, str, str, Any]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield from _views(pattern, route)


def _views(pattern: URLPattern, route: str) -> Iterator[tuple[str, str, str, Any]]:
    """The view behind a pattern; behind one of the interface, its operations."""
    operations = _operations(pattern.callback)
    if not operations and pattern.name != NOTHING_THERE:
        yield "ANY", route, pattern.name or "", pattern.callback
    for operation in operations:
        for method in operation.methods:
            yield method, route, operation.operation_id or pattern.name or "", operation.view_func


def _operations(view: Any) -> list[Any]:
    """The operations of a view of the interface, which keeps them in its closure."""
    cells = [cell.cell_contents for cell in getattr(view, "__closure__", None) or ()]
    return next((cell.operations for cell in cells if hasattr(cell, "operations")), [])


def table() -> list[list[str]]:
    """The whole table: a head, then a row for each address."""
    always = [catalogue().always[name] for name in DOORS]
    roles = [*always, *catalogue().roles.values()]
    head = ["method", "address", "needs", "visitor of a demo", *(role.id for role in roles)]
    rows = [
        [entry.method, entry.route, entry.needs or "public", str(entry.answer(roles[0], demo=True)),
         *(str(entry.answer(role)) for role in roles)]
        for entry in entries()
    ]  # fmt: skip
    return [head, *rows]
