"""The description of the interface as a page shows it: operations, the shapes they answer in, the problems."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wenye.api.problems import KINDS, Kind
from wenye.feel.text import Text

SHAPES = "#/components/schemas/"
MOST_OPTIONS = 8
"""A longer list is the pack's own, and read from there."""
METHODS = {"get": "GET", "post": "POST"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a type: a word, or the name of a shape with the place of its description."""

    text: str
    href: str = ""


Type = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class MemberView:
    """A parameter, or a member of a shape."""

    name: str
    type: Type
    optional: bool
    about: Text


@dataclass(frozen=True, slots=True)
class OperationView:
    """One operation."""

    id: str
    method: str
    path: str
    summary: Text
    about: Text
    parameters: tuple[MemberView, ...]
    body: Type
    example: str
    answer: Type
    problems: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """Operations that belong together."""

    id: str
    label: Text
    operations: tuple[OperationView, ...]


@dataclass(frozen=True, slots=True)
class ShapeView:
    """The members of an object."""

    name: str
    about: Text
    members: tuple[MemberView, ...]


@dataclass(frozen=True, slots=True)
class ProblemView:
    """A kind of problem."""

    id: str
    status: int
    title: Text
    detail: Text


@dataclass(frozen=True, slots=True)
class PageView:
    """Everything the page shows."""

    about: Text
    version: str
    groups: tuple[GroupView, ...]
    shapes: tuple[ShapeView, ...]
    problems: tuple[ProblemView, ...]


def view(document: dict[str, Any]) -> PageView:
    """The page for an OpenAPI document."""
    groups = tuple(
        GroupView(tag["name"], sides(tag["description"]), tuple(_operations(document, tag["name"])))
        for tag in document["tags"]
    )
    shapes = document["components"]["schemas"]
    return PageView(
        about=sides(document["info"]["description"]),
        version=document["info"]["version"],
        groups=groups,
        shapes=tuple(_shape(name, shapes[name]) for name in sorted(shapes)),
        problems=tuple(
            ProblemView(kind.id, kind.status, kind.title, kind.detail) for kind in KINDS.values()
        ),
    )


def sides(text: str) -> Text:
    """The two sides of a description: ``中文 · English``."""
    zh, _, en = " ".join(text.split()).partition(" · ")
    return Text(zh, en or zh)


def _operations(document: dict[str, Any], tag: str) -> Iterator[OperationView]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if tag in operation["tags"]:
                yield _operation(document, METHODS[method], path, operation)


def _operation(document: dict[str, Any], method: str, path: str, operation: dict[str, Any]) -> OperationView:
    body = _referred(document, operation["requestBody"]) if "requestBody" in operation else None
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
    statuses = [int(status) for status in operation["responses"]]
    return OperationView(
        id=operation["operationId"],
        method=method,
        path=path,
        summary=sides(operation["summary"]),
        about=sides(operation["description"]),
        parameters=tuple(
            MemberView(item["name"], type_of(item["schema"]), not item["required"], sides(item.get("description", "")))
            for item in operation["parameters"]
        ),
        body=type_of(body["content"]["application/json"]["schema"]) if body else (),
        example=_json(body) if body else "",
        answer=type_of(answer),
        problems=tuple(kind for kind in KINDS.values() if kind.status in statuses and kind.id != "bad-request"),
    )


def _referred(document: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["components"]["requestBodies"][body["$ref"].rpartition("/")[2]]
    return found


def _json(body: dict[str, Any]) -> str:
    return json.dumps(body["content"]["application/json"]["example"], ensure_ascii=False, indent=2)


def _shape(name: str, schema: dict[str, Any]) -> ShapeView:
    required = schema.get("required", [])
    members = tuple(
        MemberView(member, type_of(item), member not in required, _about(item))
        for member, item in schema.get("properties", {}).items()
    )
    return ShapeView(name, sides(schema.get("description", "")), members)


def _about(schema: dict[str, Any]) -> Text:
    """What is said of a member, or of what it holds where it may be null."""
    options = [schema, *schema.get("anyOf", [])]
    return next((sides(option["description"]) for option in options if "description" in option), Text("", ""))


def type_of(schema: dict[str, Any]) -> Type:
    """A type in the notation that most languages share: ``Measure[]``, ``integer | null``."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(SHAPES)
        return (Piece(name, f"#shape-{name}"),)
    if "anyOf" in schema or "allOf" in schema:
        return _joined([type_of(option) for option in schema.get("anyOf") or schema["allOf"]])
    options = schema.get("enum") or ([schema["const"]] if "const" in schema else [])
    if 0 < len(options) <= MOST_OPTIONS:
        return _joined([(Piece(json.dumps(option, ensure_ascii=False)),) for option in options])
    if schema.get("type") == "array":
        inner = type_of(schema.get("items", {}))
        return (*inner, Piece("[]")) if len(inner) == 1 else (Piece("("), *inner, Piece(")[]"))
    if isinstance(schema.get("additionalProperties"), dict):
        return (Piece("{name: "), *type_of(schema["additionalProperties"]), Piece("}"))
    return (Piece(schema.get("format") or schema.get("type", "any")),)


def _joined(types: list[Type]) -> Type:
    pieces: list[Piece] = []
    for index, kind in enumerate(types):
        pieces += [Piece(" | "), *kind] if index else list(kind)
    return tuple(pieces)
