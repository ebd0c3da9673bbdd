"""Stories of people who work through a list all day: with the mouse, the keyboard alone, a phone, or no scripts."""

from collections.abc import Callable
from typing import Any

Visit = Callable[..., Any]


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_the_batch_bar_comes_with_the_first_row_chosen_and_counts(visit: Visit) -> None:
    # given the list, without scripts: the bar needs none
    page = visit("/style/desk/", java_script_enabled=False)
    bar = page.locator(".batch")
    assert not bar.is_visible()
    # when two rows are chosen
    page.locator("tbody input[name=pick]").nth(0).check()
    page.locator("tbody input[name=pick]").nth(2).check()
    # then the bar is there and says how many
    assert bar.is_visible()
    counter = "getComputedStyle(document.querySelector('.picked'), '::before').content"
    assert "counter(picked)" in page.evaluate(counter) or "2" in page.evaluate(counter)
    page.locator("tbody input[name=pick]").nth(0).uncheck()
    page.locator("tbody input[name=pick]").nth(2).uncheck()
    assert not bar.is_visible()


def test_all_rows_are_chosen_at_once_where_there_are_scripts(visit: Visit) -> None:
    page = visit("/style/desk/")
    page.locator("[data-all]").check()
    assert page.locator("tbody input[name=pick]:checked").count() == 4
    page.locator("tbody input[name=pick]").first.uncheck()
    assert not page.locator("[data-all]").is_checked()
    page.check_accessibility()


def test_the_list_is_worked_with_the_keyboard_alone(visit: Visit) -> None:
    # given the list
    page = visit("/style/desk/")
    # when j and k walk the rows
    for key in ("j", "j", "j", "k"):
        page.keyboard.press(key)
    assert focused(page) == "JS-2019-000203"
    # then x chooses the row, Enter opens it beside the list, Escape closes it
    page.keyboard.press("x")
    assert page.locator("tbody input[name=pick]").nth(1).is_checked()
    page.keyboard.press("Enter")
    page.wait_for_url("**open=JS-2019-000203**")
    assert page.locator("#drawer").is_visible()
    page.check_accessibility()
    page.keyboard.press("Escape")
    page.wait_for_url(lambda url: "open=" not in url)
    assert page.locator("#drawer").count() == 0


def test_letters_typed_into_a_field_stay_letters(visit: Visit) -> None:
    page = visit("/style/desk/")
    page.locator("#q").fill("")
    page.locator("#q").press_sequentially("jxk")
    assert page.locator("#q").input_value() == "jxk"
    assert page.locator("tbody input:checked").count() == 0


def test_a_row_opens_beside_the_list_and_on_a_phone_in_its_place(visit_by_phone: Visit) -> None:
    # given the list on a phone
    page = visit_by_phone("/style/desk/", java_script_enabled=False)
    # when a row is tapped
    page.get_by_role("link", name="JS-2019-000203").click()
    # then its detail stands where the list was, and closing brings the list back
    assert page.locator("#drawer").is_visible()
    assert not page.locator("table").is_visible()
    page.get_by_role("link", name="关闭").click()
    assert page.locator("table").is_visible()


def test_the_head_of_a_long_table_stays_in_sight(visit: Visit) -> None:
    page = visit("/style/desk/", viewport={"width": 1280, "height": 320})
    page.evaluate("document.querySelector('.sticky').scrollTop = 80")
    head = page.locator(".sticky thead th").first.bounding_box()
    box = page.locator(".sticky").bounding_box()
    assert head["y"] - box["y"] < 3


def test_a_row_is_forty_pixels_high(visit: Visit) -> None:
    page = visit("/style/desk/")
    heights = page.evaluate("[...document.querySelectorAll('.sticky tbody tr')].map((row) => row.offsetHeight)")
    assert set(heights) <= {40, 41}


def test_whoever_tabs_sees_where_they_are(visit: Visit) -> None:
    """Every stop of the tab key is outlined, and nothing covers it."""
    page = visit("/style/apply/")
    seen = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            continue  # past the last stop, before the first
        outlined, covered, name = page.evaluate("""() => {
            const stop = document.activeElement, box = stop.getBoundingClientRect();
            const drawn = stop.matches(".choice input") ? stop.nextElementSibling : stop;
            const over = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 10));
            const near = over && (stop.contains(over) || over.contains(stop) || over.closest("label"));
            return [getComputedStyle(drawn).outlineStyle !== "none", !near, stop.outerHTML.slice(0, 80)];
        }""")
        assert outlined, name
        assert not covered, name
        seen.add(name)
    assert len(seen) > 25
