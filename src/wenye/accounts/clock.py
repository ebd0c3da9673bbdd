"""Two clocks: the business date, by which rules, deadlines and publicity run, and system time, which is always real."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The business date: in the demo a stated day, elsewhere today at Beijing time."""
    stated: date | None = settings.WENYE_BUSINESS_DATE
    return stated or timezone.localdate()


def local(moment: datetime) -> datetime:
    """A moment at Beijing time."""
    return timezone.localtime(moment)


def now() -> datetime:
    """System time: sessions, second factor, audit."""
    return timezone.now()
