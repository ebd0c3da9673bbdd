"""The towns and units of the pack, between which grants are told apart."""

from collections.abc import Mapping

from wenye.feel.text import Text
from wenye.library import library


def towns() -> Mapping[str, Text]:
    """Every town of the pack by its id."""
    return {key: town.label for key, town in library().pack.towns.items()}


def units() -> Mapping[str, Text]:
    """Every unit of the pack by its id."""
    return {key: unit.label for key, unit in library().pack.units.items()}
