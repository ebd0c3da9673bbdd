"""Invented firms: kind, size, age, trade and staff hang together; who owns and who works there is found later."""

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from wenye.registry.demo.people import TOWN_SHARES, Person
from wenye.registry.demo.words import Words
from wenye.registry.numbers import org_mark, uscc_mark

_CATEGORY = {
    "start_up": "91",
    "enterprise": "91",
    "individual_business": "92",
    "first_individual_business": "92",
    "farmer_cooperative": "93",
    "social_organisation": "52",
    "public_body": "12",
    "other": "99",
}
_KINDS = {  # kind: share, names end in
    "individual_business": (36, ("店", "经营部", "商行", "餐馆")),
    "first_individual_business": (17, ("店", "小吃店", "工作室")),
    "enterprise": (24, ("有限公司", "有限责任公司", "厂")),
    "start_up": (11, ("有限公司", "科技有限公司")),
    "farmer_cooperative": (8, ("种养专业合作社", "农机专业合作社")),
    "social_organisation": (2, ("协会", "服务中心")),
    "public_body": (1.2, ("服务站", "管理所")),
    "other": (0.8, ("经营点",)),
}
_SIZES = {"micro": (78, 3), "small": (17, 22), "medium": (4.4, 110), "large": (0.6, 420)}


@dataclass(slots=True)
class Firm:
    """An invented firm; ``weight`` says how many of the district's employees it draws."""

    number: int
    uscc: str
    name: str
    kind: str
    size: str
    status: str
    registered_on: date
    town: str
    industry: str
    sector: str
    weight: float
    insured: bool
    labour_intensive: bool
    owner: Person | None = None
    hired: int = 0
    poor_hired: int = 0
    trainees: list[int] = field(default_factory=list)


def credit_code(number: int, kind: str) -> str:
    """A credit code nobody has: its region is 990600, its organisation code begins with D and counts on."""
    organisation = f"D{number:07d}"
    first = f"{_CATEGORY[kind]}990600{organisation}{org_mark(organisation)}"
    return first + uscc_mark(first)


class Firms:
    """All firms of the district, small enough to keep; people are handed jobs and owners from here."""

    def __init__(self, seed: int, count: int, today: date, words: Words) -> None:
        self.today = today
        taken: set[str] = set()
        self.all = [_firm(seed, number, today, words, taken) for number in range(count)]
        self._weights = list(accumulate(firm.weight for firm in self.all))
        small = ("individual_business", "first_individual_business", "start_up", "farmer_cooperative")
        self._ownable = [firm for firm in self.all if firm.kind in small or firm.size == "micro"]
        self._next_owned = 0
        self.agencies = self.all[:: max(1, count // 12)][:12]
        self.bases = [firm for firm in self.all if firm.size in ("medium", "large", "small")][: max(4, count // 60)]
        self.workshops = [firm for firm in self.all if firm.size == "small" and firm.status == "open"][
            : max(3, count // 90)
        ]

    def employer(self, rng: Random) -> Firm:
        """A firm that hires, the large ones more often."""
        return self.all[bisect(self._weights, rng.random() * self._weights[-1])]

    def own(self, owner: Person) -> Firm | None:
        """The next small firm without an owner, or None when all have one."""
        if self._next_owned >= len(self._ownable):
            return None
        firm = self._ownable[self._next_owned]
        self._next_owned += 1
        firm.owner = owner
        return firm


def _firm(seed: int, number: int, today: date, words: Words, taken: set[str]) -> Firm:
    rng = Random(f"{seed}/firm/{number}")  # noqa: S311
    kind = rng.choices(list(_KINDS), [share for share, _ in _KINDS.values()])[0]
    industry, sector, _ = rng.choices(words.industries, [weight for _, _, weight in words.industries])[0]
    if kind == "farmer_cooperative":
        industry, sector = "农业", "other"
    size = _size(rng, kind)
    days = rng.randrange(30, 1500) if kind in ("start_up", "first_individual_business") else rng.randrange(60, 6500)
    status = rng.choices(("open", "idle", "abnormal", "revoked", "closed"), (88, 3, 4, 1.5, 3.5))[0]
    weight = _SIZES.get(size, (0, 6))[1] * rng.uniform(0.4, 1.9) * (status == "open")
    return Firm(
        number=number,
        uscc=credit_code(number, kind),
        name=_name(rng, kind, words, taken),
        kind=kind,
        size=size,
        status=status,
        registered_on=today - timedelta(days=days),
        town=rng.choices(list(TOWN_SHARES), list(TOWN_SHARES.values()))[0],
        industry=industry,
        sector=sector,
        weight=0.8 * weight if kind in ("individual_business", "first_individual_business") else weight,
        insured=kind not in ("individual_business", "first_individual_business", "farmer_cooperative")
        or rng.random() < 0.12,
        labour_intensive=industry in ("纺织服装制造业", "食品加工", "建筑业") and size != "micro",
    )


def _size(rng: Random, kind: str) -> str:
    if kind in ("individual_business", "first_individual_business", "social_organisation", "public_body", "other"):
        return "none"
    if kind == "start_up":
        return rng.choices(("micro", "small"), (85, 15))[0]
    return rng.choices(list(_SIZES), [share for share, _ in _SIZES.values()])[0]


def _name(rng: Random, kind: str, words: Words, taken: set[str]) -> str:
    ends: Sequence[str] = _KINDS[kind][1]
    stem = f"君山{rng.choice(words.brands)}{rng.choice(words.brand_marks)}{rng.choice(words.brand_marks)}"
    name = stem + rng.choice(ends)
    count = 1
    while name in taken:
        count += 1
        name = f"{stem}第{count}{rng.choice(ends)}"
    taken.add(name)
    return name
