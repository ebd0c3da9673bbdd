"""``./wenye`` as a newcomer meets it: quiet when all is there, healing when it is not, clear when it cannot go on.

A stand-in for Python plays the environment: it says how it was called and fails in the way a test asks for.
"""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STAND_IN = """#!/bin/sh
echo "called $*" >> "$CALLS"
case $* in
    -V) echo 'Python 3.11.0' ;;
    *'-m venv '*) for folder in "$@"; do :; done
        mkdir -p "$folder/bin"; : > "$folder/pyvenv.cfg"; cp "$0" "$folder/bin/python" ;;
    *'-m pip install'*) [ -z "${PIP_SAYS:-}" ] || { echo "$PIP_SAYS"; exit 1; } ;;
    *check_environment*) exit "${DAMAGED:-0}" ;;
    *-m\\ wenye.cli*) echo "answer in $PWD: $*" ;;
esac
"""


@dataclass(frozen=True, slots=True)
class Clone:
    """A fresh clone of the script and its locks, and what the stand-in was called with."""

    folder: Path
    python: Path

    def run(self, *arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        settings = {
            "PATH": os.environ["PATH"], "WENYE_PYTHON": str(self.python), "CALLS": str(self.calls_file),
            "WENYE_DATA": str(self.folder / "data"), **environment,
        }  # fmt: skip
        return subprocess.run(
            [str(self.folder / "wenye"), *arguments],
            env=settings, cwd=cwd or self.folder, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    @property
    def calls_file(self) -> Path:
        return self.folder.parent / "calls"

    def calls(self) -> list[str]:
        calls = self.calls_file.read_text().splitlines() if self.calls_file.exists() else []
        self.calls_file.unlink(missing_ok=True)
        return calls

    @property
    def venv(self) -> Path:
        return self.folder / ".venv"


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    folder = tmp_path / "a clone"
    folder.mkdir()
    for name in ("wenye", "tools", "requirements"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    python = tmp_path / "python3"
    python.write_text(STAND_IN)
    python.chmod(0o755)
    return Clone(folder, python)


def installs(calls: list[str]) -> int:
    return sum("-m pip install" in call for call in calls)


def test_a_fresh_clone_sets_itself_up_and_stdout_holds_the_answer_alone(clone: Clone) -> None:
    done = clone.run("measures", "--json")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"answer in {clone.folder}: -P -m wenye.cli measures --json\n"
    assert "安装" in done.stderr
    assert installs(clone.calls()) == 1


def test_a_warm_start_calls_python_once_and_says_nothing(clone: Clone) -> None:
    clone.run("measures")
    clone.calls()
    done = clone.run("measures")
    assert done.stderr == ""
    assert clone.calls() == ["called -P -m wenye.cli measures"]


def test_file_names_are_read_where_the_user_stands(clone: Clone, tmp_path: Path) -> None:
    clone.run("measures")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    answer = clone.run("source", "x.txt", cwd=elsewhere).stdout
    assert answer == f"answer in {elsewhere}: -P -m wenye.cli source x.txt\n"


def test_arguments_with_spaces_and_stars_arrive_whole(clone: Clone) -> None:
    clone.run("measures")
    clone.calls()
    clone.run("decide", "a b", "*")
    assert clone.calls() == ["called -P -m wenye.cli decide a b *"]


def test_a_link_to_the_script_works(clone: Clone, tmp_path: Path) -> None:
    clone.run("measures")
    link = tmp_path / "link"
    link.symlink_to(clone.folder / "wenye")
    done = subprocess.run(
        [str(link), "measures"],
        env={"PATH": os.environ["PATH"], "CALLS": str(clone.calls_file)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.endswith("-P -m wenye.cli measures\n")
    assert done.stderr == ""


def test_an_interrupted_installation_is_taken_up_again(clone: Clone) -> None:
    assert clone.run("measures", PIP_SAYS="Connection reset").returncode == 1
    assert not (clone.venv / ".stamp-run").exists()
    assert clone.run("measures").returncode == 0
    assert (clone.venv / ".stamp-run").exists()


def test_a_new_lock_is_installed(clone: Clone) -> None:
    clone.run("measures")
    clone.calls()
    lock = clone.folder / "requirements" / "run.txt"
    lock.write_text(lock.read_text() + "\n")
    clone.run("measures")
    assert installs(clone.calls()) == 1


def test_a_half_made_environment_is_made_anew(clone: Clone) -> None:
    (clone.venv / "bin").mkdir(parents=True)
    (clone.venv / "bin" / "python").symlink_to("/nowhere/python3")
    (clone.venv / "left").touch()
    assert clone.run("measures").returncode == 0
    assert not (clone.venv / "left").exists()


def test_a_damaged_environment_is_made_anew_when_the_command_line_asks(clone: Clone) -> None:
    clone.run("measures")
    (clone.venv / "left").touch()
    clone.calls()
    assert clone.run("measures", WENYE_CHECK="1", DAMAGED="1").returncode == 0
    assert not (clone.venv / "left").exists()
    assert installs(clone.calls()) == 1


def test_a_folder_that_is_no_environment_is_never_deleted(clone: Clone, tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "thesis").touch()
    done = clone.run("measures", WENYE_VENV=str(papers))
    assert done.returncode == 1
    assert (papers / "thesis").exists()
    assert "WENYE_VENV" in done.stderr


@pytest.mark.parametrize(
    ("pip_says", "named", "next_step"),
    [
        ("ERROR: an OSError: [Errno 28] No space left on device", "磁盘空间", "腾出空间"),
        ("WARNING: Retrying after connection broken by 'NewConnectionError'", "软件包源", "检查网络"),
        ("ERROR: something nobody foresaw", "setup.log", "删除 .venv"),
    ],
)
def test_a_failure_is_named_and_the_next_step_given(clone: Clone, pip_says: str, named: str, next_step: str) -> None:
    done = clone.run("measures", PIP_SAYS=pip_says)
    assert done.returncode == 1
    assert done.stdout == ""
    assert named in done.stderr
    assert next_step in done.stderr
    assert pip_says in done.stderr


def test_without_a_verb_the_help_is_shown(clone: Clone) -> None:
    assert clone.run().stdout.endswith("-P -m wenye.cli --help\n")
