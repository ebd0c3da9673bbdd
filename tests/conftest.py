"""What all tests share: markers that set themselves, and a data folder that goes away."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.append_only import empty_them_after_tests
from tests.own_database import migrated, new_database, own_database  # noqa: F401  (fixtures of all tests)

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "new_database", "own_database"}

# Programs that a test starts find the code as the tests do.
os.environ["PYTHONPATH"] = str(Path(__file__).resolve().parents[1] / "src")

# A busy machine is no failure: hypothesis counts examples here, never seconds.
settings.register_profile("wenye", deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("wenye")

empty_them_after_tests()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in Path(item.path).parts:
            item.add_marker("browser")
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("database")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ["WENYE_DATA"], ignore_errors=True)
