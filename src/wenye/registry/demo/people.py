"""Invented households and their members: age, sex, town, schooling, poverty and work hang together."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from wenye.registry.demo.words import Words
from wenye.registry.numbers import id_mark

TOWN_SHARES = {"liulinzhou": 30, "qianlianghu": 24, "guangxingzhou": 18, "xushi": 16, "liangxinbao": 12}
_PER_BLOCK = 500
_SCHOOLING = {  # cumulative shares of primary, middle, high, college, bachelor; the rest holds a master's degree
    60: (0.42, 0.85, 0.97, 0.99, 1.0),
    45: (0.18, 0.72, 0.93, 0.98, 0.998),
    32: (0.05, 0.55, 0.82, 0.94, 0.99),
    0: (0.02, 0.32, 0.60, 0.82, 0.98),
}
_DEGREES = ("primary", "middle", "high", "college", "bachelor", "master")


@dataclass(slots=True)
class Person:
    """A member of an invented household; ``today`` is the day the district is seen on."""

    id_no: str
    name: str
    sex: str
    born: date
    age: int
    town: str
    village: str
    household: str
    relation: str
    rural: bool
    poor: bool
    education: str
    state: str
    disabled: bool
    veteran: bool
    returner: str
    returned_on: date | None
    in_town: bool
    resident_since: date
    low_income: bool = False
    memory: dict[str, object] = field(default_factory=dict)


def identity(number: int, born: date, female: bool) -> str:
    """An identity number nobody has: its region begins with 99, which is not assigned; unique for each ``number``."""
    block, serial = divmod(number, _PER_BLOCK)
    first = f"99{block:04d}{born:%Y%m%d}{serial * 2 + (not female):03d}"
    return first + id_mark(first)


def households(seed: int, people: int, today: date, words: Words) -> Iterator[list[Person]]:
    """Households until there are ``people`` members; each comes from its own number, so any part can be made alone."""
    made = number = 0
    while made < people:
        rng = Random(f"{seed}/household/{number}")  # noqa: S311
        members = _household(rng, number, made, today, words)[: people - made]
        made += len(members)
        number += 1
        yield members


def _household(rng: Random, number: int, first: int, today: date, words: Words) -> list[Person]:
    town = rng.choices(list(TOWN_SHARES), list(TOWN_SHARES.values()))[0]
    village = rng.choice(words.villages[town])
    rural = rng.random() < (0.35 if town == "liulinzhou" else 0.86)
    poor = rural and rng.random() < 0.075
    low_income = rng.random() < (0.35 if poor else 0.015)
    surname = rng.choice(words.surnames)
    members: list[Person] = []
    for relation, age, female in _shape(rng):
        own = surname if relation in ("head", "child") else rng.choice(words.surnames)
        born = _birthday(rng, age, today)
        given = words.given["female" if female else "male"]
        name = own + "".join(rng.choice(given) for _ in range(1 if rng.random() < 0.28 else 2))
        person = Person(
            id_no=identity(first + len(members), born, female),
            name=name,
            sex="female" if female else "male",
            born=born,
            age=age,
            town=town,
            village=village,
            household=f"H{number + 1:07d}",
            relation=relation,
            rural=rural,
            poor=poor,
            education=_schooling(rng, age),
            state="",
            disabled=rng.random() < (0.09 if poor else 0.02) * (1.6 if age > 50 else 1),
            veteran=not female and 20 <= age <= 62 and rng.random() < 0.05,
            returner="none",
            returned_on=None,
            in_town="社区" in village,
            resident_since=_resident(rng, born, today),
            low_income=low_income,
        )
        _work(rng, person, today)
        members.append(person)
    return members


def _shape(rng: Random) -> Iterator[tuple[str, int, bool]]:
    """Relation, age and sex of the members who are 16 or older."""
    age = int(rng.triangular(22, 74, 45))
    female = rng.random() < 0.24
    yield "head", age, female
    if age > 23 and rng.random() < 0.78:
        yield "spouse", max(20, age + rng.randint(-6, 3)), not female
    for _ in range(rng.choices((0, 1, 2), (35, 40, 25))[0]):
        child = age - rng.randint(22, 32)
        if 16 <= child <= 40:
            yield "child", child, rng.random() < 0.47
    if age < 52 and rng.random() < 0.35:
        yield "parent", min(78, age + rng.randint(21, 29)), rng.random() < 0.55


def _birthday(rng: Random, age: int, today: date) -> date:
    latest = today.replace(year=today.year - age, day=min(today.day, 28))
    return latest - timedelta(days=rng.randrange(365))


def _resident(rng: Random, born: date, today: date) -> date:
    if rng.random() < 0.8:
        return born
    return max(born, today - timedelta(days=rng.randrange(20, 2500)))


def _schooling(rng: Random, age: int) -> str:
    shares = next(shares for floor, shares in _SCHOOLING.items() if age >= floor)
    draw = rng.random()
    return next((degree for degree, share in zip(_DEGREES, shares, strict=False) if draw < share), _DEGREES[-1])


def _work(rng: Random, person: Person, today: date) -> None:
    """What the person does, by age, sex, schooling, place and health."""
    if person.age <= 22 and person.education in ("college", "bachelor") and rng.random() < 0.75:
        person.state = "student"
        return
    if person.age >= (60 if person.sex == "male" else 55):
        person.state = "farming" if person.rural and person.age < 70 and rng.random() < 0.55 else "retired"
        return
    if person.disabled and rng.random() < 0.35:
        person.state = "unable"
        return
    farming, own, jobless = (0.30, 0.07, 0.08) if person.rural else (0.01, 0.10, 0.09)
    if person.poor:
        farming, own, jobless = 0.38, 0.03, 0.14
    if person.age < 25:
        farming, jobless = farming / 4, jobless * 1.9
    if person.age >= 45:
        jobless *= 1.3
    draw = rng.random()
    person.state = (
        "farming"
        if draw < farming
        else "self_employed"
        if draw < farming + own
        else "unemployed"
        if draw < farming + own + jobless
        else "employed"
    )
    if person.rural and person.state in ("self_employed", "farming", "unemployed") and rng.random() < 0.16:
        person.returner = "migrant_worker" if rng.random() < 0.85 else "other"
        person.returned_on = today - timedelta(days=rng.randrange(30, 1800))
