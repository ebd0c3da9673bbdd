"""Samples of every component for the style pages, read from ``samples.toml`` into the shapes of ``wenye.web.ui``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from wenye.feel.text import Text
from wenye.policy.model import Benefit
from wenye.web import ui
from wenye.web.language import label


@dataclass(frozen=True, slots=True)
class Case:
    """A case of the sample queue; ``benefit`` is an id of the pack."""

    number: str
    name: ui.Said
    benefit: str
    amount: str
    clock: ui.State
    officer: ui.Said


FILE = Path(__file__).with_name("samples.toml")
MADE: dict[str, type] = {
    "tasks": ui.Task, "uploads": ui.Upload, "sheets": ui.Sheet, "pairs": ui.Pair, "events": ui.Event,
    "filters": ui.Filter, "choices": ui.Choice, "heads": ui.Head, "totals": ui.Total, "agreed": ui.Total,
    "known": ui.Known, "reasons": ui.Reason, "state": ui.State, "paper": ui.Link, "signed_in": ui.SignedIn,
    "cases": Case, "clock": ui.State,
}  # fmt: skip
"""The class of what stands under a key of the file."""


def _made(key: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_made(key, item) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"zh", "en"}:
        return Text(value["zh"], value["en"])
    inner = {name: _made(name, item) for name, item in value.items()}
    return MADE[key](**inner)


@lru_cache(maxsize=1)
def samples() -> dict[str, Any]:
    """Every sample by its name."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {key: _made(key, value) for key, value in read.items()}


def table(benefits: Mapping[str, Benefit], here: str) -> ui.Table:
    """A queue of cases with one row open."""
    rows = [_row(case, benefits, here) for case in samples()["cases"]]
    foot = [ui.Cell(label("style.sum")), ui.Cell(), ui.Cell(), ui.Cell("51,800.00", n=True), ui.Cell(), ui.Cell()]
    return ui.Table(label("style.queue"), samples()["heads"], rows, pick=True, foot=foot)


def _row(case: Case, benefits: Mapping[str, Benefit], here: str) -> ui.Row:
    benefit = benefits.get(case.benefit)
    cells = [
        ui.Cell(case.name),
        ui.Cell(benefit.label if benefit else case.benefit),
        ui.Cell(case.amount, n=True),
        ui.Cell(state=case.clock),
        ui.Cell(case.officer),
    ]
    return ui.Row(case.number, case.number, f"?open={case.number}#table", cells, here=case.number == here)
