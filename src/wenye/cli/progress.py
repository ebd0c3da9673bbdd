"""How far long work is: a bar on stderr where somebody watches a terminal, else nothing at all."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Watch = Callable[[int, int | None], None]


@contextmanager
def bar(label: str) -> Iterator[Watch]:
    """A bar that is told how much of how much is done, and is gone when the work is."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(label, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)
