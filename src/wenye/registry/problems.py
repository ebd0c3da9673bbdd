"""What is wrong with a row, said so that the person who filled it in knows what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from wenye.feel.text import Text


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a row: message ``code``, the column's heading in both languages, and what was found there."""

    code: str
    column: Text
    detail: str = ""
    choices: str = ""

    def what(self) -> Text:
        """What is wrong."""
        return self._say("what")

    def remedy(self) -> Text:
        """What to do about it."""
        return self._say("do")

    def said(self, row: int) -> Text:
        """The whole message for a numbered row."""
        what, remedy = self.what(), self.remedy()
        return Text(f"第 {row} 行 {what.zh}，{remedy.zh}。", f"Row {row}: {what.en}; {remedy.en}.")

    def _say(self, part: str) -> Text:
        words = _messages()[self.code][part]
        return Text(self._fill(words["zh"], self.column.zh), self._fill(words["en"], self.column.en))

    def _fill(self, words: str, column: str) -> str:
        filled = words.replace("{column}", column).replace("{choices}", self.choices)
        return filled.replace("{detail}", self.detail)

    def as_json(self) -> dict[str, str]:
        """The form kept with a rejected row."""
        return {
            "code": self.code,
            "zh": self.column.zh,
            "en": self.column.en,
            "detail": self.detail,
            "choices": self.choices,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, str]) -> "Problem":
        """The problem kept by ``as_json``."""
        return cls(data["code"], Text(data["zh"], data["en"]), data["detail"], data["choices"])


@cache
def _messages() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    text = resources.files("wenye.registry").joinpath("problems.yaml").read_text("utf-8")
    return dict(yaml.load(text, yaml.BaseLoader))
