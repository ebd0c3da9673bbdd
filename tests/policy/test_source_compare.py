"""Each planted difference is found, as what it is, and nothing besides."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.policy.source_packs import SMALL_PAGES, small
from tests.policy.source_render import CLEAN, NOTES, Faults, Line, as_docx, as_text, line_of, lines, page_of, publish
from wenye.policy.source_compare import Comparison, compare
from wenye.policy.source_difference import Claimed, Difference, PackSide
from wenye.policy.source_docx import read_docx
from wenye.policy.source_errors import SourceUnreadable
from wenye.policy.source_figures import figures
from wenye.policy.source_text import read_text

Pages = list[list[Line]]
MISPRINTS = Faults(unnumbered=(7,), no_stop=(8,), joined=(3, 9), half_stop=(), stray={11: "区委"})
BASELINE = [
    Difference(1, "text-fault", "力主工", "更正", "document"),
    Difference(3, "text-fault", "相关：驻区相关银行区财政局", "相关：驻区相关银行、区财政局", "document"),
    Difference(7, "text-fault", "（无序号）", "7.", "document"),
    Difference(8, "text-fault", "8", "8.", "document"),
    Difference(9, "text-fault", "相关：驻区相关银行创业担保中心", "相关：驻区相关银行、创业担保中心", "document"),
    Difference(11, "text-fault", "区委", None, "document"),
    Difference(12, "text-fault", "相关：区科工局、区科工局", "相关：区科工局", "document"),
]


@pytest.fixture
def pages() -> Pages:
    return publish(small(), SMALL_PAGES, MISPRINTS)


def compared(pages: Pages, side: PackSide | None = None) -> Comparison:
    return compare(read_text(as_text(pages), "表.txt"), side or small())


def besides(pages: Pages, side: PackSide | None = None) -> list[Difference]:
    """What differs besides the document's own faults, which must all still be told."""
    found = list(compared(pages, side).differences)
    present = {line.measure for line in lines(pages)}
    for fault in BASELINE:
        if fault.measure in present and fault in found:
            found.remove(fault)
    return found


def with_measure(side: PackSide, number: int, **changed: object) -> PackSide:
    return replace(side, measures={**side.measures, number: replace(side.measures[number], **changed)})


def test_a_faithful_document_differs_by_its_own_misprints_alone(pages: Pages) -> None:
    found = compared(pages)
    assert list(found.differences) == BASELINE
    assert found.agrees


def test_word_differs_by_the_same_misprints(pages: Pages) -> None:
    for merged in (True, False):
        assert list(compare(read_docx(as_docx(pages, merged), "表.docx"), small()).differences) == BASELINE


def test_a_clean_document_differs_by_what_the_pack_keeps_from_it_alone() -> None:
    found = compared(publish(small(), SMALL_PAGES, CLEAN))
    assert [difference.measure for difference in found.differences] == [1, 12]


def test_the_text_of_every_measure_is_handed_on_without_its_number(pages: Pages) -> None:
    found = compared(pages)
    assert sorted(found.texts) == list(range(1, 13))
    assert found.texts[7].startswith("定向购买创业服务成果")
    assert found.texts[8].startswith("举办项目路演和创业论坛")


FIGURES = [(number, place) for number, claimed in small().measures.items() for place in range(len(claimed.figures))]


def stepped(figure: str) -> str:
    """``figure`` one smallest step up: the upper end of a range, the day or else month or year of a date."""
    head, digits, tail = "", "", ""
    for letter in reversed(figure):
        if letter.isdigit() and not head:
            digits = letter + digits
        elif digits:
            head = letter + head
        else:
            tail = letter + tail
    return f"{head}{str(int(digits) + 1).rjust(len(digits), '0')}{tail}"


@pytest.mark.parametrize(("number", "place"), FIGURES)
def test_each_figure_changed_by_the_smallest_step_is_found(number: int, place: int) -> None:
    claimed = small().measures[number]
    changed = stepped(claimed.figures[place])
    listed = (*claimed.figures[:place], changed, *claimed.figures[place + 1 :])
    published = publish(with_measure(small(), number, figures=listed), SMALL_PAGES, MISPRINTS)
    assert besides(published) == [Difference(number, "figure", changed, claimed.figures[place], "pack")]


@pytest.mark.parametrize(("number", "place"), FIGURES)
def test_each_figure_left_out_of_the_document_is_found(number: int, place: int) -> None:
    claimed = small().measures[number]
    listed = claimed.figures[:place] + claimed.figures[place + 1 :]
    published = publish(with_measure(small(), number, figures=listed), SMALL_PAGES, MISPRINTS)
    assert besides(published) == [Difference(number, "figure", None, claimed.figures[place], "pack")]


@pytest.mark.parametrize("figure", ["7天", "8%", "9-11人", "三档", "2021年3月"])
def test_a_figure_too_many_is_found(pages: Pages, figure: str) -> None:
    line_of(pages, 6).words += f"，{figure}"
    assert besides(pages) == [Difference(6, "figure", figures(figure)[0].normal, None, "pack")]


def test_two_figures_in_another_order_are_one_difference(pages: Pages) -> None:
    claimed = small().measures[6]
    listed = (claimed.figures[1], claimed.figures[0], *claimed.figures[2:])
    (found,) = besides(publish(with_measure(small(), 6, figures=listed), SMALL_PAGES, MISPRINTS))
    assert (found.measure, found.kind, found.published) == (6, "figure", "10名、800元、17日、2020年5月")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("〔2018〕30号", "〔2018〕31号", "湘政发〔2018〕31号"),
        ("〔2018〕30号", "〔2019〕30号", "湘政发〔2019〕30号"),
        ("湘政发", "湘财金", "湘财金〔2018〕30号"),
    ],
)
def test_a_changed_document_number_is_found(pages: Pages, old: str, new: str, expected: str) -> None:
    line = line_of(pages, 1)
    line.words = line.words.replace(old, new)
    assert besides(pages) == [Difference(1, "figure", expected, "湘政发〔2018〕30号", "pack")]


def test_a_document_number_left_out_is_found(pages: Pages) -> None:
    line = line_of(pages, 12)
    line.words = line.words.replace("（人社部发〔2017〕40号）", "")
    assert besides(pages) == [Difference(12, "figure", None, "人社部发〔2017〕40号", "pack")]


def renamed(line: Line) -> None:
    line.lead = ["区商务局"]


def removed(line: Line) -> None:
    line.related = [name for name in line.related or [] if name != "区财政局"]


def added(line: Line) -> None:
    line.related = [*(line.related or []), "区委编办"]


def swapped(line: Line) -> None:
    line.related = [*(line.related or [])[1::-1], *(line.related or [])[2:]]


def repeated(line: Line) -> None:
    line.lead = [*line.lead, "区委编办"]


def emptied(line: Line) -> None:
    line.lead = []


@pytest.mark.parametrize(
    ("change", "published", "pack"),
    [
        (renamed, "牵头：区商务局", "牵头：区人社局"),
        (removed, None, "相关：区财政局"),
        (added, "相关：区委编办", None),
        (swapped, "相关：区财政局、区人社局、区科工局", "相关：区人社局、区财政局、区科工局"),
        (repeated, "牵头：区委编办", None),
        (emptied, None, "牵头：区人社局"),
    ],
)
def test_units_renamed_removed_added_or_in_another_order_are_found(
    pages: Pages, change: Callable[[Line], None], published: str | None, pack: str | None
) -> None:
    """Measure 5 holds a related cell of its own and stands alone in it, 6 begins a page."""
    change(line_of(pages, 5))
    assert besides(pages) == [Difference(5, "unit", published, pack, "pack")]


def test_a_fault_in_a_cell_for_several_measures_is_told_once_where_the_cell_stands(pages: Pages) -> None:
    line_of(pages, 10).related = ["区人社局", "区财政局", "区科技局"]
    assert besides(pages) == [Difference(10, "unit", "相关：区科技局", "相关：区科工局", "pack")]


def test_a_cell_blanked_is_one_difference(pages: Pages) -> None:
    line_of(pages, 5).related = None
    (found,) = besides(pages)
    assert (found.measure, found.kind, found.fault_of) == (5, "unit", "pack")
    assert found.published == "相关：区发改局、驻区相关银行、区财政局"


def test_a_cell_put_in_is_one_difference(pages: Pages) -> None:
    line_of(pages, 7).related = ["区委编办"]
    line_of(pages, 8).related = ["区人社局", "区财政局", "区科工局"]
    assert besides(pages) == [Difference(7, "unit", "相关：区委编办", "相关：区人社局、区财政局、区科工局", "pack")]


def test_a_unit_that_the_pack_gives_one_measure_alone_is_told_there(pages: Pages) -> None:
    side = with_measure(small(), 8, related=("区人社局", "区财政局"))
    assert besides(pages, side) == [Difference(8, "unit", "相关：区科工局", None, "pack")]


def test_half_width_brackets_and_blanks_are_the_same_name(pages: Pages) -> None:
    line_of(pages, 11).lead = ["各镇(街道)、 场"]
    assert besides(pages) == []


def test_units_parted_by_a_comma_are_no_fault(pages: Pages) -> None:
    line_of(pages, 5).related = ["区人社局、区财政局", "区科工局"]
    assert besides(pages) == []


def test_a_name_joined_elsewhere_is_a_fault_of_the_document(pages: Pages) -> None:
    line_of(pages, 5).related = ["区人社局区财政局", "区科工局"]
    assert besides(pages) == [
        Difference(5, "text-fault", "相关：区人社局区财政局", "相关：区人社局、区财政局", "document")
    ]


@pytest.mark.parametrize("number", range(1, 13))
def test_each_measure_left_out_is_missing_and_nothing_else_is_told(pages: Pages, number: int) -> None:
    page_of(pages, number).remove(line_of(pages, number))
    title = small().measures[number].title
    assert besides(pages) == [Difference(number, "missing", None, f"{number}. {title}", "pack")]


@pytest.mark.parametrize("number", [1, 4, 6, 9, 12])
def test_each_measure_that_the_pack_lacks_is_extra(pages: Pages, number: int) -> None:
    side = replace(small(), measures={key: value for key, value in small().measures.items() if key != number})
    (found,) = [found for found in besides(pages, side) if found.fault_of == "pack"]
    assert (found.measure, found.kind, found.pack) == (number, "extra", None)


@pytest.mark.parametrize("number", [1, 2, 5, 6, 10, 11])
def test_a_measure_printed_twice_is_an_extra_row_of_the_document(pages: Pages, number: int) -> None:
    page = page_of(pages, number)
    page.insert(page.index(line_of(pages, number)) + 1, replace(line_of(pages, number), plan="", stray=""))
    (found,) = besides(pages)
    assert (found.measure, found.kind, found.pack, found.fault_of) == (number, "extra", None, "document")


def test_a_measure_too_many_is_extra_and_the_pack_must_answer_for_it(pages: Pages) -> None:
    pages[-1].append(Line(13, "13.", "新增的一条措施，补贴9万元", ["区人社局"], None))
    (found,) = besides(pages)
    assert (found.measure, found.kind, found.pack, found.fault_of) == (13, "extra", None, "pack")


@pytest.mark.parametrize("number", [1, 4, 5, 6, 9, 12])
@pytest.mark.parametrize("printed", ["99.", "13.", "4.", "9."])
def test_a_wrong_number_is_a_fault_of_the_document(pages: Pages, number: int, printed: str) -> None:
    if printed == f"{number}.":
        printed = "44."
    line_of(pages, number).number = printed
    assert besides(pages) == [Difference(number, "text-fault", printed, f"{number}.", "document")]


@pytest.mark.parametrize("number", [1, 5, 6, 12])
def test_a_number_left_out_is_a_fault_of_the_document(pages: Pages, number: int) -> None:
    line_of(pages, number).number = ""
    assert besides(pages) == [Difference(number, "text-fault", "（无序号）", f"{number}.", "document")]


def test_a_figure_at_the_head_of_an_unnumbered_row_is_no_number(pages: Pages) -> None:
    line = line_of(pages, 7)
    line.words = f"12个{line.words}"
    assert besides(pages) == [Difference(7, "figure", "12个", None, "pack")]


def test_a_document_without_any_number_is_read_by_its_order(pages: Pages) -> None:
    for line in lines(pages):
        line.number = ""
    found = besides(pages)
    assert {difference.kind for difference in found} == {"text-fault"}
    assert len(found) == 11


def test_a_number_of_another_row_in_the_middle_of_its_page_does_not_take_that_rows_place(pages: Pages) -> None:
    line_of(pages, 4).number = "7."
    assert besides(pages) == [Difference(4, "text-fault", "7.", "4.", "document")]


def test_a_wrong_number_without_its_stop_is_one_fault(pages: Pages) -> None:
    line_of(pages, 8).number = "78"
    (found,) = [found for found in besides(pages) if found.measure == 8]
    assert found == Difference(8, "text-fault", "78", "8.", "document")


def test_a_year_far_off_is_still_a_year(pages: Pages) -> None:
    line = line_of(pages, 2)
    line.words = line.words.replace("2019年", "3019年")
    assert besides(pages) == [Difference(2, "figure", "3019年", "2019年", "pack")]


def test_rows_in_another_order_are_a_fault_of_the_document() -> None:
    pages = publish(small(), SMALL_PAGES, CLEAN)
    page = page_of(pages, 10)
    page[1], page[2] = page[2], page[1]
    page[1].related, page[2].related = ["区科工局", "区科工局", "区委编办"], ["区人社局", "区财政局", "区科工局"]
    found = [difference for difference in compared(pages).differences if difference not in BASELINE]
    assert found == [Difference(11, "text-fault", "12、11", "11、12", "document")]


def test_a_half_width_stop_between_figures_is_a_fault_of_the_document(pages: Pages) -> None:
    line = line_of(pages, 5)
    line.words = line.words.replace("5万元，1万元", "5万元.1万元")
    assert besides(pages) == [Difference(5, "text-fault", "5万元.1万元", "5万元、1万元", "document")]


def test_a_misprint_that_was_corrected_is_no_longer_told(pages: Pages) -> None:
    line = line_of(pages, 1)
    line.words = line.words.replace("力主工", "力度")
    assert BASELINE[0] not in compared(pages).differences
    assert besides(pages) == []


def test_a_measure_under_another_plan_is_found_once(pages: Pages) -> None:
    line_of(pages, 5).plan = ""
    found = besides(pages)
    assert found == [Difference(5, "figure", "计划一", "计划二", "pack")]


def test_another_title_of_a_plan_is_found_once(pages: Pages) -> None:
    side = replace(small(), plans={1: "援企稳岗计划", 2: "创业护航行动"})
    assert besides(pages, side) == [Difference(5, "text-fault", "创业护航计划", "创业护航行动", "pack")]


def test_another_title_of_a_plan_on_a_later_page_is_found(pages: Pages) -> None:
    pages[2][0].plan = "二、创业护船计划"
    assert besides(pages) == [Difference(10, "text-fault", "创业护船计划", "创业护航计划", "pack")]


def test_a_figure_that_no_rule_holds_is_a_fault_of_the_pack(pages: Pages) -> None:
    side = with_measure(small(), 5, untraced=("3-9人",))
    assert besides(pages, side) == [Difference(5, "figure", "3-9人", "规则：没有这个数", "pack")]


def test_a_figure_listed_wrongly_is_told_once_even_if_no_rule_holds_it(pages: Pages) -> None:
    side = with_measure(small(), 3, figures=("5000001元",), untraced=("5000001元",))
    assert besides(pages, side) == [Difference(3, "figure", "5000000元", "5000001元", "pack")]


def test_differences_in_several_places_are_all_told(pages: Pages) -> None:
    page_of(pages, 2).remove(line_of(pages, 2))
    line_of(pages, 9).lead = ["区人社局"]
    line_of(pages, 11).words = line_of(pages, 11).words.replace("150%", "160%")
    assert [(found.measure, found.kind) for found in besides(pages)] == [(2, "missing"), (9, "unit"), (11, "figure")]


def test_a_text_that_breaks_off_between_rows_is_refused(pages: Pages) -> None:
    pages.pop()
    with pytest.raises(SourceUnreadable) as caught:
        compare(read_text(as_text(pages, notes=""), "表.txt"), small())
    assert caught.value.code == "truncated"


def test_a_text_whose_notes_are_missing_but_whose_table_is_whole_is_read(pages: Pages) -> None:
    assert compare(read_text(as_text(pages, notes=""), "表.txt"), small()).agrees
    assert NOTES


def test_the_table_of_another_district_is_refused(pages: Pages) -> None:
    for line in lines(pages):
        line.words, line.lead = f"另一个区的措施，补贴{line.measure}万元", ["某区某局"]
    with pytest.raises(SourceUnreadable) as caught:
        compared(pages)
    assert caught.value.code == "foreign"


def test_a_part_of_the_table_is_refused(pages: Pages) -> None:
    with pytest.raises(SourceUnreadable) as caught:
        compare(read_docx(as_docx(pages[:1]), "表.docx"), small())
    assert caught.value.code == "foreign"


def test_each_entry_says_the_five_things_that_others_build_on(pages: Pages) -> None:
    for difference in compared(pages).differences:
        assert list(difference.as_json()) == ["measure", "kind", "published", "pack", "fault_of"]


def test_a_pack_without_measures_makes_every_row_extra(pages: Pages) -> None:
    found = compared(pages, PackSide("none", {}, (), dict[int, Claimed]()))
    assert [difference.kind for difference in found.differences] == ["extra"] * 12
