"""The registers as data: they fit their tables, the pack's units and the templates."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.apps import apps
from django.conf import settings

from tests.registry.rosters import DAY, number
from wenye.policy.pack import load
from wenye.registry.catalogue import COMPANIONS, UnknownRegister, register, registers
from wenye.registry.headings import tidy
from wenye.registry.imports.templates import template
from wenye.registry.services import import_roster, roster_template

NAMES = sorted(registers())


@pytest.mark.parametrize("name", NAMES)
def test_every_column_has_its_place_in_the_table(name: str) -> None:
    table = apps.get_model("registry", register(name).table)
    fields = {field.name for field in table._meta.get_fields()}
    columns = {column.id for column in register(name).columns.values() if column.kind not in COMPANIONS}
    assert columns <= fields
    assert set(register(name).key) <= columns


@pytest.mark.parametrize("name", NAMES)
def test_no_heading_stands_for_two_columns(name: str) -> None:
    said = [tidy(word) for column in register(name).columns.values() for word in {column.heading, *column.also}]
    assert sorted(said) == sorted(set(said))


@pytest.mark.parametrize("name", NAMES)
def test_every_column_is_labelled_in_both_languages(name: str) -> None:
    texts = [register(name).label, *(column.label for column in register(name).columns.values())]
    assert all(text.zh and text.en and text.en.isascii() for text in texts)


def test_registers_are_kept_by_units_of_the_pack() -> None:
    units = set(load(Path(settings.WENYE_PACK)).units)
    assert {item.keeper for item in registers().values()} <= units


def test_towns_are_the_packs_towns_in_every_way_of_writing() -> None:
    read = register("people").columns["town"].read
    assert {read(text) for text in ("柳林洲街道", "柳林洲", "柳林洲街道办事处", "liulinzhou")} == {"liulinzhou"}


def test_an_unknown_register_names_the_nearest() -> None:
    with pytest.raises(UnknownRegister, match="失业登记册"):
        register("失业登记")
    assert register("失业登记册").id == "unemployed"


@pytest.mark.parametrize("name", NAMES)
def test_every_register_has_a_template_with_all_its_headings(name: str) -> None:
    book = openpyxl.load_workbook(BytesIO(template(register(name))))
    headings = [str(cell.value).lstrip("*") for cell in book.worksheets[0][1]]
    assert headings == [column.heading for column in register(name).columns.values()]


@pytest.mark.django_db
def test_a_filled_in_template_comes_in_as_it_is(tmp_path: Path) -> None:
    name, content = roster_template("unemployed")
    book = openpyxl.load_workbook(BytesIO(content))
    book.worksheets[0].append([number(1), "张例1", "2019-05-06", None, None, "合同到期", "否"])
    book.save(tmp_path / name)
    job = import_roster(tmp_path / name, "unemployed", dated=DAY)
    assert (job.added, job.rejected, job.failure) == (1, 0, "")
