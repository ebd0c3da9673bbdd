"""Whatever is typed: exit code 2, one message in Chinese and English on stderr, nothing on stdout, no traceback.

The many wrong questions are asked in this process, which is quicker; an error that is not told ends the test.
"""

import io
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from wenye.cli import PLAIN, VERBS, main

ROOT = Path(__file__).parents[2]
TINY = ROOT / "tests" / "policy" / "tiny"
DECIDE = ("decide", "tier-grant", "--date", "2019-11-20", "--facts")
BOTH = re.compile(r"[\u4e00-\u9fff].*[a-z]{3}", re.DOTALL)


def program(*arguments: str, **more: str) -> "tuple[list[str], dict[str, str]]":
    """The command and the surroundings of a verb on the tiny pack; an environment in doubt is not looked at."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("WENYE_", "DJANGO_"))}
    own = {"PYTHONPATH": str(ROOT / "src"), "WENYE_PACK": str(TINY), "WENYE_CHECK": "1"}
    surroundings = {**outside, **own, "WENYE_DATA": os.environ["WENYE_DATA"], **more}
    return [sys.executable, "-P", "-m", "wenye.cli", *arguments], surroundings


Done = subprocess.CompletedProcess[str]
Ask = Callable[..., Done]


@pytest.fixture
def wenye(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path) -> Ask:
    """Asks the command line in this process, standing in ``folder``, with a data folder that does not exist yet."""
    monkeypatch.setenv("WENYE_PACK", str(TINY))
    monkeypatch.setenv("WENYE_DATA", str(folder / "data"))
    monkeypatch.delenv("WENYE_DATABASE_URL", raising=False)
    monkeypatch.chdir(folder)

    def ask(*arguments: str, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main(arguments)
        said = capsys.readouterr()
        return Done(arguments, code, said.out, said.err)

    return ask


def refused(done: Done, says: str) -> None:
    assert "Traceback" not in done.stderr, done.stderr
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert says in done.stderr
    assert BOTH.search(done.stderr), done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files, of which most are of no use."""
    (tmp_path / "empty").touch()
    (tmp_path / "binary").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "none.json").write_text("{}")
    (tmp_path / "list.json").write_text("[1]")
    (tmp_path / "half.json").write_text('{"jobs": 3')
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("decid",), "是否想用 decide"),
        (("decide",), "缺少参数 --facts, --date"),
        (("decide", "tier-gran", "--date", "2019-11-20", "--facts", "none.json"), "是不是“tier-grant”"),
        (("decide", "tier-grant", "--date", "2019-02-30", "--facts", "none.json"), "没有“2019-02-30”这一天"),
        (("decide", "tier-grant", "--date", "昨天", "--facts", "none.json"), "“昨天”不是可用的日期"),
        ((*DECIDE, "nowhere"), "没有这个文件"),
        ((*DECIDE, "folder"), "这是一个文件夹"),
        ((*DECIDE, "empty"), "是空的"),
        ((*DECIDE, "binary"), "不是 UTF-8"),
        ((*DECIDE, "list.json"), "最外层必须是对象"),
        ((*DECIDE, "half.json"), "不是有效的 JSON"),
        (("measures", "--plan", "x"), "“x”不可用，请写整数"),
        (("measures", "--plan", "9"), "没有第 9 个计划"),
        (("measures", "--pln", "1"), "是否想用 --plan"),
        (("measures", "--json=1"), "参数 --json 不带值"),
        (("measures", "--plan"), "参数 --plan 后面缺少值"),
        (("facts", "--benefit", "tier-gran"), "是不是“tier-grant”"),
        (("review", "nope"), "没有名为“nope”的待遇"),
        (("mutate", "tier-grand"), "是不是“tier-grant”"),
        (("source", "nowhere"), "没有这个文件"),
        (("source", "folder"), "文件打不开"),
        (("source", "empty"), "文件是空的"),
        (("source", "binary"), "不是 UTF-8"),
        (("bench", "--only", "nothing"), "没有测量 nothing"),
        (("bench", "--quick", "--save"), "只保存完整的测量"),
        (("match", "--date", "2019-13-01"), "2019-13-01"),
        (("match", "--out", "nowhere/x.parquet"), "请先建立"),
        (("import", "nobody", "text.csv"), "没有名为“nobody”的登记册"),
        (("import", "people", "nowhere"), "找不到文件"),
        (("import", "people", "folder"), "folder"),
        (("import", "people", "text.csv", "--dated", "2019-02-30"), "2019-02-30"),
        (("import", "people", "text.csv", "--heading", "姓名"), "表头=栏目"),
        (("import", "--undo", "7"), "没有编号为 7 的导入"),
        (("import", "--undo", "x"), "“x”不可用，请写整数"),
        (("import", "people", "--template", "nowhere/x.xlsx"), "没有这个文件或文件夹"),
        (("demo", "--people", "7"), "不小于 100"),
        (("work", "--retry", "7"), "没有编号为 7 的未完成任务"),
        (("backup", "nowhere/x"), "请先建立"),
        (("backup", "empty"), "已经存在"),
        (("backup", "fresh"), "还没有数据库"),
        (("backup", ""), "路径是空的"),
        (("restore", "nowhere"), "没有这个文件"),
        (("restore", "folder"), "这是一个文件夹"),
        (("restore", "empty"), "不是完整的备份"),
        (("restore", "binary"), "不是完整的备份"),
        (("up", "--port", "99999"), "不大于 65535"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else None,
)
@pytest.mark.django_db
def test_a_wrong_question_is_refused_with_what_to_do(arguments: tuple[str, ...], says: str, wenye: Ask) -> None:
    refused(wenye(*arguments), says)


@pytest.mark.parametrize(
    ("stdin", "says"),
    [
        (b"", "标准输入:1:1: 是空的"),
        (b"\xff\xfe\x00", "标准输入不是 UTF-8"),
        (b'{"job": 3}', "是不是“jobs”"),
        (b'{"jobs": "three"}', "“jobs”"),
        (b'{"jobs": 3.5}', "“jobs”"),
        (b'{"jobs": 3, "jobs": 4}', "“jobs”"),
        (b'{"began_on": "2019-02-30"}', "没有“2019-02-30”这一天"),
        (b'{"kind": "start-up"}', "“kind”"),
        (b"[" * 100_000, "标准输入"),
        (b'{"jobs": ' + b"9" * 100_000 + b"}", "jobs"),
    ],
    ids=lambda given: str(given[:24]),
)
def test_facts_that_cannot_be_used_are_named(stdin: bytes, says: str, wenye: Ask) -> None:
    refused(wenye(*DECIDE, "-", stdin=stdin), says)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("surroundings", "says"),
    [
        ({"WENYE_PACK": "/nowhere"}, "没有文件夹“/nowhere”"),
        ({"WENYE_DATABASE_URL": "mysql://clerk:hidden@db/x"}, "只支持 postgresql:// 和 sqlite:///"),
        ({"WENYE_DATABASE_URL": "postgresql://wenye@127.0.0.1:1/x"}, "数据库用不了"),
        ({"WENYE_DATABASE_URL": "sqlite:////nowhere/x.sqlite3"}, "数据库用不了"),
        ({"WENYE_DATA": "/proc/nowhere"}, "数据文件夹由 WENYE_DATA 指定"),
        ({"WENYE_BUSINESS_DATE": "2019-02-30"}, "WENYE_BUSINESS_DATE"),
        ({"WENYE_DEMO": "perhaps"}, "WENYE_DEMO"),
        ({"WENYE_HSTS_SECONDS": "x", "WENYE_TLS": "1"}, "WENYE_HSTS_SECONDS"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, dict) else None,
)
def test_surroundings_that_cannot_be_meant_are_named(surroundings: dict[str, str], says: str, tmp_path: Path) -> None:
    command, environment = program("match", **{"WENYE_DATA": str(tmp_path / "data"), **surroundings})
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    refused(done, says)
    assert "hidden" not in done.stderr


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb not in PLAIN])
def test_every_verb_refuses_an_argument_that_is_not_there(verb: str, wenye: Ask) -> None:
    done = wenye(verb, "--no-such-option")
    refused(done, "--no-such-option" if "缺少" not in done.stderr else "缺少参数")


def shell(line: str, **more: str) -> Done:
    """A line of shell in which ``$wenye`` is the command line."""
    command, surroundings = program(**more)
    surroundings["wenye"] = " ".join(command)
    done = subprocess.run(["sh", "-c", line], env=surroundings, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def test_a_closed_stdin_is_an_empty_one() -> None:
    refused(shell("exec $wenye " + " ".join(DECIDE) + " - <&-"), "是空的")


def test_a_closed_stdout_is_said() -> None:
    refused(shell("exec $wenye measures >&-"), "标准输出是关闭的")


def test_with_stderr_closed_nothing_lands_among_the_answers() -> None:
    done = shell("exec $wenye measures --pln 2>&-")
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_a_full_disk_is_said() -> None:
    refused(shell("exec $wenye measures --json >/dev/full"), "磁盘满了")


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    done = shell("{ $wenye measures --json; echo $? >&2; } | head -c 5", WENYE_PACK=str(ROOT / "packs" / "junshan"))
    assert (done.stdout, done.stderr) == ('[\n  {', "0\n")


def test_a_name_that_is_no_text_is_shown_somehow() -> None:
    done = shell("exec $wenye source $(printf '\\377')")
    refused(done, "没有这个文件")


def test_answers_are_utf_8_wherever_the_user_lives() -> None:
    done = shell("exec $wenye measures --json", LC_ALL="en_US.ISO-8859-1", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0
    assert '"zh": "创业补贴"' in done.stdout


def test_control_c_ends_with_130_and_no_traceback(tmp_path: Path) -> None:
    command, surroundings = program(*DECIDE, "-")
    with subprocess.Popen(
        command, env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as asked:
        _wait_until_it_reads(asked.pid)
        asked.send_signal(signal.SIGINT)
        said = asked.communicate()
    assert (asked.returncode, said[0]) == (130, "")
    assert "已中断" in said[1]
    assert "Traceback" not in said[1]


def _wait_until_it_reads(process: int) -> None:
    """Until it waits for its stdin: imports are behind it then."""
    end = time.monotonic() + 60
    while "pipe" not in Path(f"/proc/{process}/wchan").read_text() and time.monotonic() < end:
        time.sleep(0.02)
