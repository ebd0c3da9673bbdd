"""Who does which kind of job. Each app registers its own handlers in its ``AppConfig.ready``::

    handle(Handler("funds.export", "wenye.funds.batches:export", Text("导出代发文件", "write the bank file")))

    def export(run: Run) -> dict[str, object] | None: ...
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

from wenye.feel.text import Text

if TYPE_CHECKING:
    from wenye.work.models import Job
    from wenye.work.run import Run


@dataclass(frozen=True, slots=True)
class Handler:
    """How one kind of job is done.

    ``place`` (``module:function``) is loaded when the first such job runs. Its function gets the ``Run`` and
    returns the job's result (JSON), or None. ``failed`` is a place too, called with the job in the transaction that
    ends it as failed, so that whoever asked can be told.
    ``attempts`` without progress end a job as failed. Between two steps a worker may take ``lease``.
    ``every`` has the scheduler ask for it: each minute, unless the last one is still open, with the payload
    ``{"at": …}``; or once for each working day of the business calendar, in order, with ``{"date": …}``.
    ``keep`` says when jobs that are done are forgotten; without it they stay.
    """

    kind: str
    place: str
    label: Text
    failed: str = ""
    attempts: int = 10
    lease: timedelta = timedelta(minutes=1)
    every: Literal["", "minute", "working day"] = ""
    keep: timedelta | None = None

    def do(self, run: "Run") -> Any:
        """The job's result."""
        return _load(self.place)(run)

    def tell_failed(self, job: "Job") -> None:
        """Tells whoever asked that the job has failed."""
        if self.failed:
            _load(self.failed)(job)


_HANDLERS: dict[str, Handler] = {}


def handle(handler: Handler) -> None:
    """Registers the handler of a kind; there is one for each kind."""
    known = _HANDLERS.setdefault(handler.kind, handler)
    if known != handler:
        raise ValueError(f"{handler.kind} is handled by {known.place} already")


def handler_of(kind: str) -> Handler:
    """The handler of a kind. Raises KeyError."""
    return _HANDLERS[kind]


def handlers() -> list[Handler]:
    """Every registered handler."""
    return list(_HANDLERS.values())


def _load(place: str) -> Callable[..., Any]:
    module, function = place.split(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found
