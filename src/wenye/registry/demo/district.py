"""The whole invented district written as the departments' rosters, one file for each register, person by person.

Only the firms are kept in memory; people pass through. The same seed, size and day give the same files.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from random import Random

from wenye.registry.demo import books, services
from wenye.registry.demo.firms import Firm, Firms
from wenye.registry.demo.life import Life
from wenye.registry.demo.people import Person, households, identity
from wenye.registry.demo.profiles import plant
from wenye.registry.demo.rosters import Plain, Roster, habits
from wenye.registry.demo.telling import contact, month_of
from wenye.registry.demo.venture import Venture
from wenye.registry.demo.words import Words, words

SEED = 20191120
PEOPLE = 20_000
_OUTSIDE = 4_000_000
"""Numbers from here on are firm owners who live elsewhere and stand in no people's roster."""
_README = """这个文件夹里的全部名册都是程序虚构的，仅供演示和测试。
姓名、证件号码、电话、账号、单位名称和信用代码都不属于任何真实的人或单位：
身份证号以未启用的区划 99 开头，统一社会信用代码的区划为 990600，电话以 100 开头。
Everything in this folder is invented, for demonstration and tests only.
种子 seed {seed} · 人数 people {people} · 单位 firms {firms} · 截至 as of {today}
"""


def firms_for(people: int) -> int:
    """About one firm for thirteen people."""
    return max(30, round(people / 13.2))


def write(folder: Path, *, people: int = PEOPLE, seed: int = SEED, today: date) -> dict[str, int]:
    """Writes the rosters into ``folder``; how many rows each register's roster holds."""
    folder.mkdir(parents=True, exist_ok=True)
    terms = words()
    firms = Firms(seed, firms_for(people), today, terms)
    note = _README.format(seed=seed, people=people, firms=len(firms.all), today=today)
    (folder / "00-说明（虚构数据）.txt").write_text(note, "utf-8")
    with _rosters(folder, seed, today) as rosters:

        def put(register: str, values: Mapping[str, Plain]) -> None:
            rosters[register].add(values)

        for members in households(seed, people, today, terms):
            _household(members, put_household=rosters["households"], today=today, seed=seed)
            for person in members:
                rng = Random(f"{seed}/life/{person.id_no}")  # noqa: S311
                Life(person, rng, today, firms, terms, put).tell()
                later = Random(f"{seed}/venture/{person.id_no}")  # noqa: S311
                Venture(person, later, today, firms, terms, put).tell()
            _zero_employment(members, rosters["zero_employment"], seed, today)
        _firms(firms, rosters, seed, today, terms)
        books.tell(firms, seed, today, put)
        services.tell(seed, today, terms, put)
        plant(lambda register, values: rosters[register].add(values, clean=True))
        return {name: roster.rows for name, roster in rosters.items()}


@contextmanager
def _rosters(folder: Path, seed: int, today: date) -> Iterator[dict[str, Roster]]:
    rosters = {name: Roster(folder, habit, seed, today) for name, habit in habits().items()}
    try:
        yield rosters
    finally:
        for roster in rosters.values():
            roster.close()


def _household(members: Sequence[Person], put_household: Roster, today: date, seed: int) -> None:
    head = members[0]
    rng = Random(f"{seed}/need/{head.household}")  # noqa: S311
    severe = head.low_income and rng.random() < 0.1
    grades = ("moderate", "severe") if head.low_income else ("none", "none", "none", "light")
    put_household.add(
        {
            "number": head.household,
            "town": head.town,
            "village": head.village,
            "low_income": head.low_income,
            "poor_disabled": head.poor and any(person.disabled for person in members),
            "extreme_hardship": severe,
            "hardship_grade": rng.choice(grades),
        }
    )


def _zero_employment(members: Sequence[Person], roster: Roster, seed: int, today: date) -> None:
    able = [person for person in members if person.state not in ("student", "retired", "unable")]
    if not able or any(person.state != "unemployed" for person in able):
        return
    rng = Random(f"{seed}/zero/{members[0].household}")  # noqa: S311
    if rng.random() < 0.5:
        recognised = today - timedelta(days=rng.randrange(5, 300))
        for person in members:
            roster.add({"person": person.id_no, "person_name": person.name, "recognised_on": recognised})


def _firms(firms: Firms, rosters: Mapping[str, Roster], seed: int, today: date, terms: Words) -> None:
    for firm in firms.all:
        rng = Random(f"{seed}/books/{firm.number}")  # noqa: S311
        owner = firm.owner or (_outsider(rng, firm, terms) if rng.random() < 0.8 else None)
        rosters["firms"].add(_registration(rng, firm, owner))
        rosters["firm_survey"].add(_survey(rng, firm))
        if firm.insured:
            _years(rng, firm, rosters["firm_years"], today)
        if firm.size in ("medium", "large"):
            for year in (today.year - 1, today.year):
                rosters["monitoring_points"].add(_point(firm, year, rng))
    for place, firm in enumerate(firms.agencies):
        rosters["agencies"].add(_licence(place, firm, today))
    for firm in firms.workshops:
        _workshop(Random(f"{seed}/workshop/{firm.number}"), firm, rosters["workshops"], today)  # noqa: S311


def _outsider(rng: Random, firm: Firm, terms: Words) -> Person:
    born = date(rng.randint(1958, 1992), rng.randint(1, 12), rng.randint(1, 28))
    name = rng.choice(terms.surnames) + rng.choice(terms.given["male"]) + rng.choice(terms.given["male"])
    number = identity(_OUTSIDE + firm.number, born, False)
    return Person(
        number, name, "male", born, 0, "", "", "", "", False, False, "", "", False, False, "none", None, False, born
    )


def _registration(rng: Random, firm: Firm, owner: Person | None) -> dict[str, Plain]:
    return {
        "uscc": firm.uscc,
        "name": firm.name,
        "firm_kind": firm.kind,
        "firm_size": firm.size,
        "status": firm.status,
        "registered_on": firm.registered_on,
        "owner": owner.id_no if owner else None,
        "owner_name": owner.name if owner else None,
        "town": firm.town,
        "industry": firm.industry,
        "capital": rng.choice((3, 5, 10, 30, 50, 100, 200, 500)),
        **(contact(owner.id_no) if owner else {}),
    }


def _survey(rng: Random, firm: Firm) -> dict[str, Plain]:
    staff = firm.hired + rng.randrange(0, 3) + (firm.kind in ("individual_business", "first_individual_business"))
    each = rng.choice((4000, 9000, 15000, 22000, 40000))
    return {
        "uscc": firm.uscc,
        "name": firm.name,
        "staff": staff,
        "jobs": max(0, staff - rng.randrange(0, 2)),
        "investment": f"{max(1, staff) * each + rng.randrange(0, 60) * 1000}",
        "new_hires": rng.randrange(0, staff // 2 + 1),
        "hire_contract_months": rng.choice((6, 12, 12, 24, 36)),
        "labour_intensive": firm.labour_intensive,
    }


def _years(rng: Random, firm: Firm, roster: Roster, today: date) -> None:
    for year in range(max(firm.registered_on.year, today.year - 3), today.year + 1):
        staff = max(1, firm.hired + rng.randrange(-2, 3))
        due = staff * rng.randrange(230, 380)
        owes = rng.random() < 0.05
        laid_off = 0 if rng.random() < 0.8 else rng.randrange(0, max(1, staff // 4) + 1)
        roster.add(
            {
                "firm": firm.uscc,
                "firm_name": firm.name,
                "year": year,
                "insured_staff": staff,
                "staff_at_start": staff + rng.randrange(0, 3),
                "laid_off": laid_off,
                "premium_due": f"{due}.40",
                "premium_paid": f"{due * 2 // 3}.00" if owes else f"{due}.40",
                "arrears": f"{due - due * 2 // 3}.40" if owes else "0",
            }
        )


def _point(firm: Firm, year: int, rng: Random) -> dict[str, Plain]:
    return {"firm": firm.uscc, "firm_name": firm.name, "year": year, "reporting": rng.random() < 0.92}


def _licence(place: int, firm: Firm, today: date) -> dict[str, Plain]:
    issued = today.replace(day=1) - timedelta(days=200 + 90 * place)
    return {
        "firm": firm.uscc,
        "firm_name": firm.name,
        "number": f"演示RL{place + 1:04d}",
        "issued_on": issued,
        "valid_until": issued + timedelta(days=1095),
    }


def _workshop(rng: Random, firm: Firm, roster: Roster, today: date) -> None:
    recognised = today - timedelta(days=rng.randrange(150, 500))
    workers = rng.choice((3, 6, 8, 12, 18, 26, 33))
    kind = rng.choices(("poverty_workshop", "other_recognised"), (85, 15))[0]
    for granted, back in enumerate(range(8, 0, -1)):
        roster.add(
            {
                "firm": firm.uscc,
                "firm_name": firm.name,
                "month": month_of(today, back),
                "kind": kind,
                "recognised_on": recognised,
                "poor_workers": max(0, workers + rng.randint(-2, 2)),
                "on_job_training": rng.random() < 0.8,
                "months_granted": granted,
            }
        )
