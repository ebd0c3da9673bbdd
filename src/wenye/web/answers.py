"""A visitor's screening: answers kept in the session for this visit, and nowhere else."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from django.http import HttpRequest

from wenye.accounts.requests import known
from wenye.web.forms import Answer

IDLE_SECONDS = 2 * 3600
SUBJECTS = ("person", "firm")


@dataclass(slots=True)
class Screening:
    """What was answered so far.

    ``answers`` maps fact ids to integer forms, None for 不清楚; ``pages`` lists the facts of each question page in the
    order they were answered; ``prefilled`` are the facts that came from a chosen demo record.
    """

    subject: str
    answers: dict[str, Answer] = field(default_factory=dict)
    pages: list[list[str]] = field(default_factory=list)
    prefilled: list[str] = field(default_factory=list)
    who: str = ""
    key: str = ""
    want: str = ""
    benefit: str = ""

    def answer(self, values: dict[str, Answer]) -> None:
        """Take the answers of one page; a page answered again keeps its place."""
        self.answers.update(values)
        if list(values) not in self.pages:
            self.pages.append(list(values))
        self.prefilled = [name for name in self.prefilled if name not in values]

    def before(self, names: Iterable[str]) -> list[str] | None:
        """The page answered before the page of ``names``; the last one if that is a new page."""
        page = list(names)
        place = self.pages.index(page) if page in self.pages else len(self.pages)
        return self.pages[place - 1] if place else None


def _key(subject: str) -> str:
    return f"check-{subject}"


def stored(request: HttpRequest, subject: str) -> Screening | None:
    """The screening of this visit, if one was begun."""
    kept = request.session.get(_key(subject))
    return Screening(**kept) if kept else None


def keep(request: HttpRequest, screening: Screening) -> None:
    """Store ``screening`` until the browser is closed, at most two idle hours."""
    request.session[_key(screening.subject)] = asdict(screening)
    if known(request).access.user_id is None:  # who is signed in has limits of his own
        request.session.set_expiry(IDLE_SECONDS)


def forget(request: HttpRequest, subject: str) -> None:
    """Delete the answers at once."""
    request.session.pop(_key(subject), None)
    if known(request).access.user_id is None and not any(_key(name) in request.session for name in SUBJECTS):
        request.session.flush()
