"""The description of the interface: OpenAPI 3.1, made from the operations and the shapes of their answers."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from ninja import NinjaAPI

from wenye.api import problems
from wenye.library import library
from wenye.policy.decide import plain
from wenye.policy.model import Pack

JSON = "application/json"
NAME, DAY = {"type": "string"}, {"type": "string", "format": "date"}
TAGS = {"policy": "政策 · The policy", "case": "认定 · Decisions", "site": "站点 · The site"}


@lru_cache(maxsize=1)
def document(api: NinjaAPI) -> dict[str, Any]:
    """The whole description; it follows from the program and the pack and is made once."""
    made: dict[str, Any] = dict(api.get_openapi_schema())
    made["servers"] = [{"url": "/"}]
    made["tags"] = [{"name": name, "description": text} for name, text in TAGS.items()]
    made["components"]["schemas"].update(Facts=_facts(), Case=_case(), Answers=_answers())
    made["components"]["requestBodies"] = {name: _body(name) for name in ("Case", "Answers")}
    for operation in operations(made):
        for asked in operation["parameters"]:
            asked["schema"] = _asked(asked)
        operation["responses"] = {str(status): _complete(status, answer)
                                  for status, answer in sorted(operation["responses"].items())}  # fmt: skip
    return made


def operations(made: dict[str, Any]) -> list[dict[str, Any]]:
    """Every operation of a description."""
    return [operation for methods in made["paths"].values() for operation in methods.values()]


def _asked(asked: dict[str, Any]) -> dict[str, Any]:
    """The schema of a parameter: one that may be left out is never null, and a filter takes what the pack knows."""
    schema = asked["schema"].get("anyOf", [asked["schema"]])[0]
    if asked["in"] == "query" and asked["name"] in KNOWN:
        return {**schema, "enum": KNOWN[asked["name"]](library().pack)}
    return dict(schema)


def _units(pack: Pack) -> list[str]:
    return [name for unit in pack.units.values() for name in (unit.id, unit.label.zh)]


KNOWN: dict[str, Callable[[Pack], list[Any]]] = {
    "plan": lambda pack: list(pack.plans),
    "unit": _units,
    "benefit": lambda pack: list(pack.benefits),
}


def _complete(status: int, answer: dict[str, Any]) -> dict[str, Any]:
    """Problems have a media type of their own."""
    return {**answer, "content": {problems.MEDIA_TYPE: answer["content"][JSON]}} if status >= 400 else answer


def _facts() -> dict[str, Any]:
    value = {"anyOf": [{"type": kind} for kind in ("boolean", "number", "string", "null")]}
    return {
        "type": "object",
        "description": "名称见 /api/v1/facts；null 或不写为未知；金额写元，最多两位小数，也可写成文字；日期写成文字。"
                       " · Names as in /api/v1/facts; null or nothing is unknown; money in yuan with at most two"
                       " decimals, as a number or as text; dates as text.",
        "propertyNames": {"pattern": "^[a-z][a-z0-9_.]*$"},
        "additionalProperties": value,
    }  # fmt: skip


def _case() -> dict[str, Any]:
    return _object({"facts": {"$ref": "#/components/schemas/Facts"}, "date": DAY}, "一例 · One case")


def _answers() -> dict[str, Any]:
    who = {"type": "string", "enum": ["person", "firm"]}
    members = {"who": who, "answers": {"$ref": "#/components/schemas/Facts"}, "date": DAY}
    return _object(members, "已有的回答 · Answers so far")


def _object(members: dict[str, Any], description: str) -> dict[str, Any]:
    return {"type": "object", "description": description, "required": list(members), "properties": members,
            "additionalProperties": False}  # fmt: skip


def _body(name: str) -> dict[str, Any]:
    content = {"schema": {"$ref": f"#/components/schemas/{name}"}, "example": _sample(name)}
    return {"required": True, "content": {JSON: content}}


def _sample(name: str) -> dict[str, Any]:
    """A body that can be sent as it is: the first worked example of the first benefit for firms."""
    pack = library().pack
    benefit = next((item for item in pack.benefits.values() if item.subject == "firm" and item.examples), None)
    if benefit is None:
        return {"facts": {}, "date": "2019-11-20"}
    example = benefit.examples[0]
    facts = {fact: plain(value) for fact, value in example.given.items()}
    if name == "Case":
        return {"facts": facts, "date": example.on.isoformat()}
    own = {fact: value for fact, value in facts.items() if fact in pack.facts}
    return {"who": "firm", "answers": own, "date": example.on.isoformat()}
