"""The pack of this installation: loaded once for each process and shared by pages, interface and services, with the
indexes that make each look-up constant work. ``rules`` holds its compiled rules and what they say, ``screener`` its
screenings, ``search`` how a measure is found."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from wenye.feel.text import Text
from wenye.library import search
from wenye.policy import pack as packs
from wenye.policy.model import Benefit, Measure


@dataclass(frozen=True, slots=True)
class Library:
    """The pack, its measures in order, and what they are found by."""

    pack: packs.Pack
    measures: tuple[Measure, ...]
    entries: tuple[search.Entry, ...]

    def measure(self, number: int) -> Measure | None:
        """The measure ``number``, if the pack has it."""
        return self.pack.measures.get(number)

    def benefit(self, benefit: str) -> Benefit | None:
        """The benefit ``benefit``, if the pack has it."""
        return self.pack.benefits.get(benefit)

    def unit(self, unit: str) -> object:
        """The label of a unit; its id where the pack does not name it."""
        named = self.pack.units.get(unit)
        return named.label if named else unit

    def plan(self, number: int) -> Text:
        """The name of a plan without its number, which stands beside it."""
        label = self.pack.plans[number].label
        bare = label.en.removeprefix(f"Plan {number}: ")
        return Text(label.zh, bare[:1].upper() + bare[1:])

    def found(self, query: str) -> list[Measure]:
        """The measures that match ``query``, the best first."""
        return [self.pack.measures[number] for number in search.found(self.entries, query)]


def folder() -> Path:
    """Where the pack lies."""
    return Path(settings.WENYE_PACK)


def _entry(pack: packs.Pack, measure: Measure) -> search.Entry:
    texts = [measure.title, *(benefit.label for benefit in measure.benefits.values())]
    units = [
        pack.units[unit].label
        for unit in dict.fromkeys((*measure.lead, *measure.related))
        if unit in pack.units
    ]
    about = [measure.summary, *(part.label for part in measure.parts), *units]
    return search.entry(
        measure.number,
        [form for text in texts for form in (text.zh, text.en)],
        [form for text in about for form in (text.zh, text.en)],
    )


@lru_cache(maxsize=1)
def library() -> Library:
    """The one library of this process. Raises wenye.feel.errors.Faults if the pack has faults."""
    pack = packs.load(folder())
    measures = tuple(sorted(pack.measures.values(), key=lambda measure: measure.number))
    return Library(pack, measures, tuple(_entry(pack, measure) for measure in measures))
