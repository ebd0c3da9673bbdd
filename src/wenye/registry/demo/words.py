"""The words the invented district is made of, read from ``words.yaml``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml


@dataclass(frozen=True, slots=True)
class Words:
    """Names and terms; ``industries`` are (name, sector, weight)."""

    surnames: str
    given: Mapping[str, str]
    villages: Mapping[str, Sequence[str]]
    brands: Sequence[str]
    brand_marks: Sequence[str]
    industries: Sequence[tuple[str, str, int]]
    jobs: Sequence[str]
    occupations: Sequence[str]
    courses: Sequence[str]
    schools: Sequence[str]
    training_bodies: Sequence[str]
    banks: Sequence[str]
    causes: Sequence[str]
    cities: Sequence[str]


@cache
def words() -> Words:
    """The words."""
    data = yaml.load(resources.files(__package__).joinpath("words.yaml").read_text("utf-8"), yaml.BaseLoader)
    data["industries"] = [(name, sector, int(weight)) for name, sector, weight in data["industries"]]
    return Words(**data)
