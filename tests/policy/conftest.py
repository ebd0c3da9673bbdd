"""The real pack, loaded once for all tests of what is decided, said and proved from it."""

from pathlib import Path

import pytest

from wenye.policy.model import Pack
from wenye.policy.pack import load
from wenye.policy.rules import Rules

TINY = Path(__file__).parent / "tiny"


@pytest.fixture(scope="session")
def junshan() -> Pack:
    return load(Path(__file__).parents[2] / "packs" / "junshan")


@pytest.fixture(scope="session")
def tiny() -> Pack:
    """Three small benefits with which nothing is wrong."""
    return load(TINY)


@pytest.fixture(scope="session")
def good() -> Pack:
    """The small pack that uses every key once."""
    return load(Path(__file__).parent / "good")


@pytest.fixture(scope="session")
def rules(junshan: Pack) -> Rules:
    """The rules of the real pack with every parameter value that is known."""
    return Rules(junshan)
