"""An environment that lost a file is found out before somebody meets an import error."""

import subprocess
import sys
import venv
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "check_environment.py"


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """An environment with one package, ``small`` 1.0, of two files."""
    venv.create(tmp_path / "venv", with_pip=False, symlinks=True)
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    site = tmp_path / "venv" / "lib" / version / "site-packages"
    (site / "small-1.0.dist-info").mkdir(parents=True)
    (site / "small.py").touch()
    (site / "small-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: Small\nVersion: 1.0\n")
    (site / "small-1.0.dist-info" / "RECORD").write_text("small.py,,\nsmall-1.0.dist-info/METADATA,,\n")
    (tmp_path / "stamp").write_text("small==1.0 \\\n    --hash=sha256:00\nother==2.0 ; sys_platform == 'win32' \\\n")
    return site


def damaged(environment: Path) -> bool:
    python = environment.parents[2] / "bin" / "python"
    stamp = environment.parents[3] / "stamp"
    done = subprocess.run([python, "-P", SCRIPT, stamp, "no-such-stamp"], capture_output=True, text=True, check=False)
    assert done.stdout == ""
    assert ("small" in done.stderr) == bool(done.returncode)
    return done.returncode == 1


def test_an_environment_with_all_its_files_is_sound(environment: Path) -> None:
    assert not damaged(environment)


def test_a_lost_file_is_noticed(environment: Path) -> None:
    (environment / "small.py").unlink()
    assert damaged(environment)


def test_a_lost_package_is_noticed(environment: Path) -> None:
    for file in (environment / "small-1.0.dist-info").iterdir():
        file.unlink()
    (environment / "small-1.0.dist-info").rmdir()
    assert damaged(environment)


def test_a_package_without_its_list_of_files_is_noticed(environment: Path) -> None:
    (environment / "small-1.0.dist-info" / "RECORD").unlink()
    assert damaged(environment)
