"""How far long work is: a bar on stderr where somebody watches a terminal, else nothing at all."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Tell(Protocol):
    """Told how much of how much is done, and what is being done just now."""

    def __call__(self, done: int = 0, total: int | None = None, what: str = "") -> None: ...


@contextmanager
def bar(label: str) -> Iterator[Tell]:
    """A bar that is gone when the work is."""
    if not sys.stderr.isatty():
        yield _nothing
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(label, total=None)

        def tell(done: int = 0, total: int | None = None, what: str = "") -> None:
            shown.update(task, completed=done, total=total, description=f"{label} {what}".strip())

        yield tell


def _nothing(done: int = 0, total: int | None = None, what: str = "") -> None:
    """Nobody watches."""
