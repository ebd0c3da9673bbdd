"""The section of industry of a firm, told by the words of its entry (``industries.yaml``)."""

from collections.abc import Sequence
from functools import cache
from importlib import resources

import yaml


@cache
def section(column: str) -> str:
    """SQL for the section that the words in ``column`` name; NULL where they name none."""
    text = resources.files("wenye.registry").joinpath("industries.yaml").read_text("utf-8")
    sections = yaml.load(text, yaml.BaseLoader).items()
    return f"CASE {' '.join(_when(column, name, words) for name, words in sections)} END"


def _when(column: str, name: str, words: Sequence[str]) -> str:
    tests = " OR ".join(f"{column} LIKE '%{word}%'" for word in words)
    return f"WHEN {tests} THEN '{name}'"
