"""Faults of a pack are collected while it is read and checked, so that its author sees them all at once."""

from collections.abc import Iterable
from difflib import get_close_matches

from wenye.feel.errors import Fault, Faults, Position
from wenye.feel.text import Text

A_HANDFUL, FEW = 8, 20


class Refused(Exception):
    """A value was refused and its fault is in the log; whoever asked for it goes on with the rest."""


class Log:
    """The faults found so far. ``codes`` of faults are stable: tests and other tools may count on them."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def __len__(self) -> int:
        return len(self._faults)

    def add(self, code: str, at: Position, message: Text, hint: Text, path: str = "") -> None:
        """Record one fault."""
        self._faults.append(Fault(code, at, message, hint, path))

    def extend(self, faults: Iterable[Fault]) -> None:
        """Record faults that another checker found."""
        self._faults.extend(faults)

    def faults(self) -> tuple[Fault, ...]:
        """Every fault once, by file and place; what is said again of the same place on another path is dropped."""
        once = {(fault.code, fault.at, fault.message): fault for fault in reversed(self._faults)}
        return tuple(sorted(once.values(), key=lambda fault: (_place(fault.at), fault.path)))

    def close(self) -> None:
        """Raise ``Faults`` with everything found, if anything was."""
        if self._faults:
            raise Faults(self.faults())


def _place(at: Position) -> tuple[str, int, int]:
    return at.file, at.line, at.column


def nearest(name: str, known: Iterable[str]) -> Text:
    """A hint that names the nearest right name, and all of them while they are few."""
    names = sorted(known)
    if not names:
        return Text("这里还没有可用的名称，请先定义它。", "Nothing is defined here yet; define it first.")
    close = get_close_matches(name, names, n=1, cutoff=0.5)
    few = Text(f"可用：{'、'.join(names)}。", f"Known: {', '.join(names)}.") if len(names) <= FEW else None
    if close:
        guess = Text(f"是不是“{close[0]}”？", f"Did you mean {close[0]}?")
        return Text(f"{guess.zh}{few.zh}", f"{guess.en} {few.en}") if few and len(names) <= A_HANDFUL else guess
    return few or Text(
        f"已定义的 {len(names)} 个名称中没有相近的，请先定义它。", f"None of the {len(names)} names is like it; define it first."
    )
