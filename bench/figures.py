"""What a measurement gives: Wenye's figure beside another engine's, and what was promised."""

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How to measure: ``quick`` takes fewer rows and runs."""

    quick: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; smaller is better.

    ``ours`` and ``theirs`` are in ``unit``; ``most`` is the greatest value promised for ours, ``least_ratio`` the
    least of theirs divided by ours. Without ``other`` nobody stands beside it.
    """

    id: str
    zh: str
    en: str
    unit: str
    ours: float
    other: str = ""
    theirs: float | None = None
    most: float | None = None
    least_ratio: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times Wenye's figure the other's is."""
        return None if self.theirs is None or not self.ours else self.theirs / self.ours

    @property
    def met(self) -> bool | None:
        """Whether it is as promised; None when nothing was."""
        if self.most is None and self.least_ratio is None:
            return None
        kept = self.most is None or self.ours <= self.most
        return kept and (self.least_ratio is None or (self.ratio is not None and self.ratio >= self.least_ratio))

    def as_json(self) -> dict[str, object]:
        return {"id": self.id, "label": {"zh": self.zh, "en": self.en}, "unit": self.unit, "wenye": self.ours,
                "other": self.other or None, "value": self.theirs, "ratio": self.ratio, "most": self.most,
                "least_ratio": self.least_ratio, "met": self.met}  # fmt: skip
