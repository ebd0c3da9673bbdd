"""What the stories do on a page: answer questions as a visitor would, by what is asked."""

from collections.abc import Mapping
from typing import Any

Answers = Mapping[str, str | tuple[int, int, int] | bool]


def answer(page: Any, known: Answers) -> None:
    """Answers the page that is shown: from ``known`` by the name of the fact, else 以上都不是 or 不清楚."""
    names = [field.get_attribute("value") for field in page.locator('input[name="fact"]').all()]
    if len(names) > 1:
        ticked = [name for name in names if known.get(name) is True] or ["none"]
        for name in ticked:
            page.locator(f"#ticks-{name}").check()
        button = "继续"
    else:
        button = _one(page, names[0], known.get(names[0]))
    page.get_by_role("button", name=button).click()


def _one(page: Any, name: str, value: object) -> str:
    """Fills in the answer to one fact; returns the button to press."""
    if value is None and not page.locator(f"#{name}-unknown").count():
        return "不清楚，跳过"
    if isinstance(value, tuple):
        for part, number in zip(("year", "month", "day"), value, strict=True):
            page.locator(f"#{name}-{part}").fill(str(number))
    elif page.locator(f"#{name}").count():
        page.locator(f"#{name}").fill(str(value))
    else:
        choice = {True: "yes", False: "no", None: "unknown"}.get(value, value)  # type: ignore[call-overload]
        page.locator(f"#{name}-{choice}").check()
    return "继续"


def answer_until_the_result(page: Any, known: Answers, most: int = 60) -> int:
    """Answers page after page; returns how many there were."""
    for pages in range(most):
        if "/result/" in page.url:
            return pages
        answer(page, known)
    raise AssertionError("the questions never end")
