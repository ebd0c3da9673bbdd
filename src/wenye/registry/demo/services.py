"""Invented banks, training bodies, schools and public bodies, what they did in a year, and the towns' offices."""

from collections.abc import Iterator
from datetime import date
from random import Random

from wenye.registry.demo.firms import credit_code
from wenye.registry.demo.people import TOWN_SHARES
from wenye.registry.demo.telling import Write, month_of
from wenye.registry.demo.words import Words

_FIRST = 4_300_000
"""Institutions are numbered from here, between the random firms and the planted ones."""


def tell(seed: int, today: date, words: Words, write: Write) -> None:
    """Every row of these registers."""
    for place, (name, kind, registered) in enumerate(_bodies(words)):
        rng = Random(f"{seed}/institution/{place}")  # noqa: S311
        _institution(rng, credit_code(_FIRST + place, registered), name, kind, registered, today, write)
    for town in TOWN_SHARES:
        _offices(Random(f"{seed}/office/{town}"), town, words, today, write)  # noqa: S311


def _bodies(words: Words) -> Iterator[tuple[str, str, str]]:
    """Name, kind of institution, kind of firm."""
    for name in words.banks:
        yield name, "handling_bank", "enterprise"
    for name in words.training_bodies:
        yield name, "private_vocational_school" if "学校" in name else "training_body", "social_organisation"
    yield "演示创业担保基金管理中心", "loan_fund_manager", "public_body"
    yield "演示公共就业服务中心", "public_service_body", "public_body"
    yield "演示人力资源市场服务站", "public_service_body", "public_body"
    yield "演示职业中等专业学校", "public_vocational_school", "public_body"


def _institution(rng: Random, code: str, name: str, kind: str, registered: str, today: date, write: Write) -> None:
    firm = {"firm": code, "firm_name": name}
    write(
        "firms",
        {"uscc": code, "name": name, "firm_kind": registered, "firm_size": "none", "status": "open",
         "registered_on": date(rng.randint(1995, 2012), 6, 1), "town": "liulinzhou", "industry": _INDUSTRY[registered]},
    )  # fmt: skip
    write("institutions", {**firm, "kind": kind, "scarce_skills": "school" in kind and rng.random() < 0.7})
    lends, serves = "bank" in kind or "fund" in kind, kind == "public_service_body"
    for year in (today.year - 1, today.year):
        loans = rng.randrange(200, 3000) * 10000 if lends else 0
        served = rng.randrange(800, 9000) if serves else 0
        write("institution_years", {**firm, "year": year, "new_loans": loans, "free_services": served})
    if serves:
        held = month_of(today, 2)
        write(
            "publicity_events",
            {**firm, "held_on": held.replace(day=16), "topic": "就业政策宣传周", "cost": 4200 + rng.randrange(900)},
        )


_INDUSTRY = {"enterprise": "货币金融服务", "social_organisation": "教育", "public_body": "公共管理"}


def _offices(rng: Random, town: str, words: Words, today: date, write: Write) -> None:
    for village in words.villages[town][:4]:
        modern = rng.random() < 0.6
        write(
            "offices",
            {
                "name": f"{village}就业创业服务站",
                "town": town,
                "rating_year": today.year,
                "tier": rng.choice(("first", "second", "third", "none", "none")),
                "standardised": modern or rng.random() < 0.5,
                "full_time_staff": modern or rng.random() < 0.5,
                "digital_records": modern,
                "smart_service": modern and rng.random() < 0.7,
            },
        )
