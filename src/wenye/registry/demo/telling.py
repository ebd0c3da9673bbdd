"""What everybody who tells of a person needs: the person, their own chance, the day, and where rows go."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from wenye.registry.demo.firms import Firms
from wenye.registry.demo.people import Person
from wenye.registry.demo.rosters import Plain
from wenye.registry.demo.words import Words

Write = Callable[[str, Mapping[str, Plain]], None]


def month_of(day: date, back: int = 0) -> date:
    """The first day of the month ``back`` months before that of ``day``."""
    number = day.year * 12 + day.month - 1 - back
    return date(number // 12, number % 12 + 1, 1)


def contact(number: str) -> dict[str, Plain]:
    """A telephone and an account that nobody has: 100 is no mobile prefix, accounts begin with zeros."""
    digits = f"{int(number[2:6]) * 500 + int(number[14:17]):08d}"
    return {"phone": f"100{digits}", "bank_account": f"0000000{digits}{digits[:4]}"}


@dataclass(slots=True)
class Teller:
    """Writes the rows of one person; ``rng`` belongs to that person alone."""

    person: Person
    rng: Random
    today: date
    firms: Firms
    words: Words
    write: Write

    def about(self) -> dict[str, Plain]:
        """The columns by which other registers name the person."""
        return {"person": self.person.id_no, "person_name": self.person.name}

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def ago(self, least: int, most: int) -> date:
        return self.today - timedelta(days=self.rng.randrange(least, most))
