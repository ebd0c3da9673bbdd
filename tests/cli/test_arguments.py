"""A verb's arguments are what its annotations say, and a wrong question is refused in both languages."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import pytest

from wenye.cli.arguments import Argument, BadParameter, Exit, Option, call

Given = dict[str, Any]


def asked(*arguments: str) -> Given:
    """What a verb with one argument of every kind receives."""
    received: Given = {}

    def run(
        benefit: Annotated[str, Argument(help="待遇 · benefit")],
        more: Annotated[list[str] | None, Argument()] = None,
        number: Annotated[int | None, Option(min=1, max=6)] = None,
        day: Annotated[date | None, Option()] = None,
        out_file: Annotated[Path | None, Option()] = None,
        heading: Annotated[list[str] | None, Option()] = None,
        as_json: Annotated[bool, Option("--json")] = False,
        demo: Annotated[bool, Option()] = True,
        port: Annotated[int, Option(envvar="WENYE_TEST_PORT", min=1)] = 8000,
    ) -> None:
        """说明。"""
        received.update(locals())

    assert call(run, arguments, prog="./wenye try", purpose="试 · try") == 0
    return {name: value for name, value in received.items() if name != "received"}


DEFAULTS: Given = {
    "benefit": "a", "more": None, "number": None, "day": None, "out_file": None, "heading": None,
    "as_json": False, "demo": True, "port": 8000,
}  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), {}),
        (("b", "--json", "c"), {"more": ["b", "c"], "as_json": True}),
        (("--number", "6"), {"number": 6}),
        (("--day", "2020-02-29"), {"day": date(2020, 2, 29)}),
        (("--out-file", "x/y"), {"out_file": Path("x/y")}),
        (("--heading", "a=b", "--heading", "c=d"), {"heading": ["a=b", "c=d"]}),
        (("--no-demo",), {"demo": False}),
        (("--port=9",), {"port": 9}),
    ],
)
def test_each_kind_of_parameter_arrives_typed(arguments: tuple[str, ...], expected: Given) -> None:
    assert asked("a", *arguments) == {**DEFAULTS, **expected}


def test_the_environment_gives_a_default_and_the_command_line_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENYE_TEST_PORT", "9000")
    assert asked("a")["port"] == 9000
    assert asked("a", "--port", "9001")["port"] == 9001


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        ((), "缺少参数", "BENEFIT must be given"),
        (("a", "--jsn"), "没有参数 --jsn。是否想用 --json？", "there is no argument --jsn. Did you mean --json?"),
        (("a", "--number", "x"), "参数 --number：“x”不可用", "--number: “x” is no use"),
        (("a", "--number", "7"), "不小于 1，不大于 6", "1 or more, 6 or less"),
        (("a", "--number", "１"), "请写整数", "a whole number"),
        (("a", "--day", "2019-02-29"), "“2019-02-29”不是日期", "“2019-02-29” is no date"),
        (("a", "--day", "20190301"), "请写成 2019-11-20", "no date like 2019-11-20"),
        (("a", "--day"), "参数 --day 后面缺少值", "--day wants a value"),
        (("a", "--out-file", ""), "路径是空的", "the path is empty"),
        (("a", "--json=1"), "参数 --json 不带值", "--json takes no value"),
    ],
)
def test_a_wrong_question_is_refused_in_both_languages(
    arguments: tuple[str, ...], zh: str, en: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        asked(*arguments)
    said = capsys.readouterr()
    assert refused.value.code == 2
    assert zh in said.err
    assert en in said.err
    assert said.out == ""


def test_the_help_shows_the_usage_in_one_piece(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        asked("--help")
    said = capsys.readouterr().out
    assert said.startswith("用法 Usage: ./wenye try [--number N]")
    assert "试 · try" in said
    assert "说明。" in said


def test_an_abbreviated_option_is_not_guessed() -> None:
    with pytest.raises(SystemExit):
        asked("a", "--num", "3")


def test_a_verb_ends_with_the_code_it_chooses() -> None:
    def run() -> None:
        raise Exit(1)

    assert call(run, [], prog="x", purpose="") == 1


def test_a_verb_may_refuse_what_it_was_asked(capsys: pytest.CaptureFixture[str]) -> None:
    def run() -> None:
        raise BadParameter("没有这个计划。 / no such plan")

    with pytest.raises(SystemExit) as refused:
        call(run, [], prog="x", purpose="")
    assert refused.value.code == 2
    assert capsys.readouterr().err == "没有这个计划。 / no such plan\n"
