"""The shared components say what they are given, and a list never leads past its end."""

import re
from dataclasses import fields

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from tests.web.conftest import tight
from wenye.feel.text import Text
from wenye.web import icons, ui

UPLOAD = ui.Upload(
    "licence", Text("营业执照", "Business licence"), ["照片或 PDF"], [ui.Sheet("a.jpg", "1 MB", key="7")], mistake="文件太大"
)


def drawn(name: str, **context: object) -> str:
    """An include as a page would draw it."""
    request = RequestFactory().get("/list/?town=xushi&page=3")
    return tight(render_to_string(f"wenye/ui/{name}.html", context, request))


@pytest.mark.parametrize(
    ("count", "asked", "number", "start", "end"),
    [
        (187, "", 1, 0, 50),
        (187, "4", 4, 150, 187),
        (187, "5", 4, 150, 187),
        (187, "9" * 400, 4, 150, 187),
        (187, "0", 1, 0, 50),
        (187, "-1", 1, 0, 50),
        (187, "³", 1, 0, 50),
        (0, "7", 1, 0, 0),
        (50, "2", 1, 0, 50),
    ],
)
def test_a_page_that_is_none_is_the_nearest(count: int, asked: str, number: int, start: int, end: int) -> None:
    pages = ui.pages(count, asked)
    assert (pages.number, pages.start, pages.end) == (number, start, end)


def test_the_pages_before_and_after_keep_the_other_conditions(in_chinese: None) -> None:
    nav = drawn("pages", pages=ui.pages(187, "3"), anchor="#list")
    assert 'href="?town=xushi&amp;page=2#list"' in nav
    assert 'href="?town=xushi&amp;page=4#list"' in nav
    assert "第 101–150 行，共 187 行" in nav


@pytest.mark.parametrize("style", ui.STYLES)
def test_a_state_is_colour_word_and_mark(style: str) -> None:
    from wenye.web.templatetags.wenye import status

    mark = status(ui.State(style, "逾期 2 天"))
    assert f'class="mark {style}"' in mark
    assert icons.PATHS[ui.STYLES[style]] in mark
    assert "逾期 2 天" in mark


def test_a_paper_says_what_is_asked_what_was_wrong_and_what_is_there(in_chinese: None) -> None:
    field = drawn("upload", upload=UPLOAD)
    assert 'aria-describedby="licence-hint licence-error"' in field
    assert 'name="remove" value="7"' in field
    assert re.search(r'id="licence-error">文件太大<', field)


def test_a_task_that_cannot_be_begun_has_no_link(in_chinese: None) -> None:
    tasks = [ui.Task("检查并提交", ui.State("unknown", "还不能开始"), hint="先完成以上各项")]
    shown = drawn("tasks", tasks=tasks)
    assert "<a " not in shown
    assert "先完成以上各项" in shown


def test_labels_are_said_in_the_language_of_the_reader() -> None:
    with translation.override("en"):
        assert "Business licence" in drawn("upload", upload=UPLOAD)
        assert "Change" in drawn("summary", pairs=[ui.Pair(Text("人数", "Jobs"), "12", url="/change/")])


def test_what_was_not_answered_is_said_to_be_missing(in_chinese: None) -> None:
    assert "没有填写" in drawn("summary", pairs=[ui.Pair("联系人")])


def test_values_are_never_taken_as_markup(in_chinese: None) -> None:
    evil = "<script>alert(1)</script>"
    table = ui.Table(evil, [ui.Head(evil)], [ui.Row("1", evil, "/x/", [ui.Cell(evil)])])
    assert "<script" not in drawn("table", table=table)
    assert "<script" not in drawn("timeline", events=[ui.Event("now", evil, evil, evil, evil)])
    assert "<script" not in drawn("totals", totals=[ui.Total(evil, evil, evil)], check=ui.State("no", evil))


def test_every_shape_of_the_components_says_what_it_is() -> None:
    shapes = [item for item in vars(ui).values() if isinstance(item, type) and item.__module__ == ui.__name__]
    assert len(shapes) > 15
    assert [shape.__name__ for shape in shapes if not (shape.__doc__ and fields(shape))] == []
