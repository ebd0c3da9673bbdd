"""Every act that the program names is in the catalogue, so that a misspelt one cannot stand anywhere in wait."""

import ast
from collections.abc import Iterator
from pathlib import Path

import wenye
from wenye.accounts.roles import catalogue

SOURCE = Path(wenye.__file__).parent
FIRST = {"may", "require", "scope", "role_for", "needs"}
SECOND = {"record"}


def named() -> Iterator[tuple[str, str, bool]]:
    """Each act that stands as a literal in a call, where, and whether it is only written into the trail."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                place = f"{path.relative_to(SOURCE)}:{node.lineno}"
                yield from ((act, place, _name(node) in SECOND) for act in _acts(node))


def _acts(call: ast.Call) -> Iterator[str]:
    name = _name(call)
    number = 0 if name in FIRST else 1 if name in SECOND else None
    if number is not None and len(call.args) > number:
        argument = call.args[number]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and "." in argument.value:
            yield argument.value


def _name(call: ast.Call) -> str:
    return str(getattr(call.func, "attr", getattr(call.func, "id", "")))


def test_every_act_in_the_code_is_in_the_catalogue() -> None:
    acts, events = catalogue().acts, catalogue().events
    unknown = [f"{place}: {act}" for act, place, told in named() if act not in acts and not (told and act in events)]
    assert unknown == []


def test_acts_are_found_where_they_are_named() -> None:
    calls = ast.parse('access.may("a.b"); needs("c.d"); record(access, "e.f"); audit.record(access, "g.h", "x", 1)')
    found = [act for node in ast.walk(calls) if isinstance(node, ast.Call) for act in _acts(node)]
    assert sorted(found) == ["a.b", "c.d", "e.f", "g.h"]
