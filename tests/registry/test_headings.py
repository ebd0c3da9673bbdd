"""The heading row found under titles and merged cells, and what each heading stands for."""

from collections.abc import Sequence

import pytest

from wenye.registry.catalogue import register
from wenye.registry.headings import Layout, find, is_note
from wenye.registry.normalise import Cell

PEOPLE = register("people")


def layout(*rows: Sequence[Cell], **taught: str) -> Layout:
    found = find(PEOPLE, "名册", list(enumerate(map(list, rows), 1)), taught)
    assert found is not None
    return found


def test_headings_stand_below_a_title() -> None:
    found = layout(
        ["君山区劳动力登记表"], ["截至日期：2019-11-20"], ["序号", "姓名", "身份证号", "性别"], ["1", "张三", "9", "男"]
    )
    assert (found.data_from, found.places) == (4, {"name": 1, "id_no": 2, "sex": 3})


@pytest.mark.parametrize(
    "heading", ["公民身份号码", "身 份 证 号", "*身份证号", "身份证号：", "身份证号码", "identity number", "证件\n号码"]
)
def test_other_names_of_a_column_are_known(heading: str) -> None:
    assert layout(["姓名", heading]).places["id_no"] == 1


def test_merged_headings_of_two_rows_are_put_together() -> None:
    found = layout(["序号", "基本情况", "", "", "联系电话"], ["", "姓名", "身份证号", "性别", ""], ["1", "张三"])
    assert (found.data_from, found.places) == (3, {"name": 1, "id_no": 2, "sex": 3, "phone": 4})


def test_a_heading_nobody_knows_is_reported_and_one_that_carries_nothing_is_not() -> None:
    assert layout(["序号", "姓名", "身份证号", "血型", "备注"]).unknown == ("血型",)


def test_a_heading_can_be_taught() -> None:
    assert layout(["姓名", "身份证号", "手提号"], 手提号="phone").places["phone"] == 2


def test_a_sheet_without_the_required_headings_has_no_layout() -> None:
    assert find(PEOPLE, "说明", [(1, ["填写说明"]), (2, ["姓名", "电话"])], {}) is None


def test_a_firm_may_be_headed_by_its_name_alone() -> None:
    found = find(register("employment"), "名册", [(1, ["姓名", "身份证号", "用人单位", "入职日期"])], {})
    assert found is not None
    assert found.places["firm_name"] == 2


@pytest.mark.parametrize(
    "cells", [["合计", "120"], ["填表人：李四", "", "审核人：王五"], ["姓名", "身份证号"], ["注：本表一式两份"]]
)
def test_totals_signatures_and_headings_printed_again_are_no_records(cells: list[Cell]) -> None:
    assert is_note(cells, layout(["姓名", "身份证号"]), PEOPLE)


@pytest.mark.parametrize("cells", [["张三", "990000198503120019"], ["张三", ""], ["", "990000198503120019"],
                                   ["合计", "990000198503120019"], ["注册会计", "123"]])  # fmt: skip
def test_whatever_could_be_a_record_is_one(cells: list[Cell]) -> None:
    assert not is_note(cells, layout(["姓名", "身份证号"]), PEOPLE)
