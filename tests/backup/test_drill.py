"""The whole drill by command: a district made, backed up, put elsewhere, and found to be the same district."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.own_database import Environment, Made

PERSON = "from wenye.registry.models import Person; print(Person.objects.order_by('id')[7].reveal('id_no'))"


def wenye(env: Environment, *arguments: str, code: int = 0) -> str:
    command = [sys.executable, "-m", "wenye.cli", *arguments]
    done = subprocess.run(command, env=dict(env), capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    return done.stdout if code == 0 else done.stderr


def entitled(env: Environment) -> object:
    return json.loads(wenye(env, "match", "--date", "2019-11-20", "--json"))["summary"]


@pytest.mark.slow
def test_a_restored_district_opens_its_seals_and_entitles_the_same_people(new_database: Made, tmp_path: Path) -> None:
    here, there = new_database("here", empty=True), new_database("there", empty=True)
    wenye(here, "demo", "--people", "300", "--json")
    told = json.loads(wenye(here, "backup", str(tmp_path / "a.wenye"), "--json"))
    assert told["held"]["rows"]["registry_person"] >= 300
    assert told["held"]["fen"]["registry_loan.amount"] > 0
    assert "完好" in wenye(there, "restore", str(tmp_path / "a.wenye"), "--check")
    done = json.loads(wenye(there, "restore", str(tmp_path / "a.wenye"), "--json"))
    assert done["contents"]["held"] == told["held"]
    assert "--overwrite" in wenye(there, "restore", str(tmp_path / "a.wenye"), code=2)
    assert wenye(there, "manage", "shell", "--no-imports", "-c", PERSON) == wenye(
        here, "manage", "shell", "--no-imports", "-c", PERSON
    )
    assert entitled(there) == entitled(here)
    again = json.loads(wenye(there, "backup", str(tmp_path / "b.wenye"), "--json"))
    assert again["held"]["rows"]["registry_person"] == told["held"]["rows"]["registry_person"]
