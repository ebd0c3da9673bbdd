"""The roster template of a register: a workbook with the headings, drop-down lists, and how to fill it in."""

from io import BytesIO
from typing import cast

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from wenye.registry.catalogue import Column, Register

ROWS = 5000
LIST_LIMIT = 250
_HOW = {
    "own_id": "18 位，末位可为 X；请设为文本格式",
    "person": "18 位，末位可为 X；请设为文本格式",
    "own_uscc": "18 位，照营业执照填写",
    "firm": "18 位，照营业执照填写；可改填单位名称",
    "date": "如 2019-11-20",
    "month": "如 2019-11",
    "money": "元，最多两位小数",
    "money10k": "万元",
    "integer": "整数",
    "boolean": "填“是”或“否”",
    "phone": "7 至 12 位数字",
    "account": "8 至 30 位数字；请设为文本格式",
}


def template(register: Register) -> bytes:
    """The template as the bytes of an .xlsx file."""
    book = Workbook()
    sheet = cast(Worksheet, book.active)
    sheet.title = register.label.zh[:31]
    for place, column in enumerate(register.columns.values(), 1):
        _head(sheet, place, column)
    sheet.freeze_panes = "A2"
    _explain(book.create_sheet("填写说明"), register)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _head(sheet: Worksheet, place: int, column: Column) -> None:
    cell = sheet.cell(1, place, f"*{column.heading}" if column.required else column.heading)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="E7F0F3")
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    cell.comment = Comment(how(column), "稳业")
    letter = get_column_letter(place)
    sheet.column_dimensions[letter].width = max(12, 2 * len(column.heading) + 2)
    sheet.column_dimensions[letter].number_format = "@"
    choices = ["是", "否"] if column.kind == "boolean" else list(column.values)
    joined = ",".join(choices)
    if choices and len(joined) <= LIST_LIMIT:
        rule = DataValidation("list", formula1=f'"{joined}"', allow_blank=True, showErrorMessage=False)
        sheet.add_data_validation(rule)
        rule.add(f"{letter}2:{letter}{ROWS}")


def how(column: Column) -> str:
    """How a column is filled in, in Chinese."""
    if column.values:
        return "选填以下之一：" + "、".join(column.values)
    told = _HOW.get(column.kind, f"文字，最多 {column.length} 字")
    return f"{told}，{column.range[0]} 至 {column.range[1]}" if column.range else told


def _explain(sheet: Worksheet, register: Register) -> None:
    sheet.append(["栏目", "是否必填", "填写办法", "也认得的表头"])
    for column in register.columns.values():
        must = "必填" if column.required else "选填"
        sheet.append([column.heading, must, how(column), "、".join(column.also)])
    sheet.append([])
    sheet.append(["空白单元格不会清除已有内容；要清除某项内容，请填“清空”。日期、全角数字、空格等写法会自动规整。"])
    for letter, width in zip("ABCD", (24, 10, 60, 60), strict=True):
        sheet.column_dimensions[letter].width = width
