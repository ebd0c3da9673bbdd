"""Whatever is sent, valid or not, the answer is one that the description names, in its shape, and never a 5xx."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from wenye.library import rules
from wenye.policy import listing
from wenye.policy.decide import plain
from wenye.policy.model import Fact, Pack

pytestmark = pytest.mark.slow
BENEFIT = "start-up-grant"
READ = ["measures", "measures/{number}", "facts", "parameters", "benefits", "benefits/{benefit}", "health"]
POSTED = ["/api/v1/benefits/{benefit}/decide", "/api/v1/screen"]
NOTHING_TO_GET_WRONG = {f"/api/v1/{path}" for path in ("parameters", "benefits", "benefits/{benefit}", "health")}
"""They take no parameters, or any text."""
PATHS = [*(f"/api/v1/{path}" for path in READ), *POSTED]
Described = dict[str, Any]


@pytest.fixture(autouse=True)
def _no_look_at_connections() -> Iterator[None]:
    """A request looks whether the connections of its thread are still good; another test's may not be touched."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def loaded(described: Described) -> Any:
    """A description as the fuzzer takes it, with the site behind it."""
    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(described)))
    schema.app = get_wsgi_application()
    return schema


@pytest.fixture
def published(described: Described) -> Any:
    """The description as it is published."""
    return loaded(described)


@pytest.fixture
def narrowed(described: Described, pack: Pack) -> Any:
    """The description with one benefit and the types of the facts, so that most of what is sent can be decided."""
    narrow = json.loads(json.dumps(described))
    schemas = narrow["components"]["schemas"]
    benefit = pack.benefits[BENEFIT]
    given = {fact.name: rules.names(benefit).fact(fact.name) for fact in rules.program(benefit).facts}
    schemas["Case"]["properties"]["facts"] = closed(given)
    schemas["Answers"]["properties"]["answers"] = closed(dict(list(pack.facts.items())[::5]))
    for shape in ("Case", "Answers"):
        schemas[shape]["properties"]["date"] = {"enum": ["2018-12-31", "2019-01-01", "2019-11-20", "2024-02-29"]}
    for path in (path for path in narrow["paths"] if "{benefit}" in path):
        for operation in narrow["paths"][path].values():
            operation["parameters"][0]["schema"] = {"type": "string", "enum": [BENEFIT]}
    return loaded(narrow)


def closed(facts: dict[str, Fact]) -> Described:
    """An object of these facts and no others."""
    given = {name: fact for name, fact in facts.items() if fact.derived is None}
    properties = {name: {"anyOf": [typed(fact), {"type": "null"}]} for name, fact in given.items()}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def typed(fact: Fact) -> Described:
    """What may be given for a fact."""
    if fact.domain is None:
        return {"enum": list(fact.values)} if fact.values else {"type": "boolean"}
    low, high = (plain(end) for end in fact.domain)
    return {"enum": [low, high, *(["2019-11-20"] if listing.type_name(fact.type) == "date" else [])]}


def fuzz(schema: Any, path: str, mode: GenerationMode, examples: int, excluded: list[Any]) -> None:
    """Sends what the description allows (or, in the negative mode, what it does not) and checks every answer."""
    (operation,) = schema[path].values()

    @settings(max_examples=examples)
    @given(operation.as_strategy(generation_mode=mode))
    def send(case: Any) -> None:
        case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=excluded)

    send()


@pytest.mark.parametrize(
    ("path", "mode"),
    [(path, mode) for path in PATHS for mode in GenerationMode
     if mode == GenerationMode.POSITIVE or path not in NOTHING_TO_GET_WRONG],
)  # fmt: skip
def test_the_interface_as_published(path: str, mode: GenerationMode, published: Any) -> None:
    """Which names a benefit takes is the pack's to say: a body of the published shape may still be refused."""
    fuzz(published, path, mode, 40, [positive_data_acceptance] if path in POSTED else [])


@pytest.mark.parametrize("path", [path for path in PATHS if path in POSTED])
def test_what_has_the_right_names_and_types_is_always_decided(path: str, narrowed: Any) -> None:
    fuzz(narrowed, path, GenerationMode.POSITIVE, 150, [])


def test_every_described_address_is_tried(described: Described) -> None:
    assert set(PATHS) == set(described["paths"])
