"""What the registers hold of invented firms besides their registration: ends, upgrades, research, carriers, awards."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from wenye.registry.demo.firms import Firm, Firms
from wenye.registry.demo.rosters import Plain
from wenye.registry.demo.telling import Write

_ENDS = {"closed": "cancelled", "revoked": "revoked"}


def tell(firms: Firms, seed: int, today: date, write: Write) -> None:
    """Every row of these registers about every firm."""
    for firm in firms.all:
        rng = Random(f"{seed}/later/{firm.number}")  # noqa: S311
        if firm.status in _ENDS:
            _ended(rng, firm, today, write)
        elif firm.size in ("small", "medium", "large"):
            _grown(rng, firm, today, write)
        if firm.status == "open" and rng.random() < 0.01:
            _nominated(rng, firm, today, write)
    for place, firm in enumerate(firms.bases[:8]):
        _carrier(Random(f"{seed}/carrier/{firm.number}"), place, firm, today, write)  # noqa: S311


def _of(firm: Firm) -> dict[str, Plain]:
    return {"firm": firm.uscc, "firm_name": firm.name}


def _ended(rng: Random, firm: Firm, today: date, write: Write) -> None:
    day = max(firm.registered_on, today - timedelta(days=rng.randrange(5, 900)))
    if rng.random() < 0.9:
        write("deregistrations", {**_of(firm), "dissolved_on": day, "kind": _ENDS[firm.status]})


def _grown(rng: Random, firm: Firm, today: date, write: Write) -> None:
    """A firm that keeps fuller books."""
    write("insurance_due", {**_of(firm), "year": today.year, "six_months": f"{max(1, firm.hired) * 7150}.60"})
    makes = "制造" in firm.industry or "加工" in firm.industry
    if makes and rng.random() < 0.3:
        done = today - timedelta(days=rng.randrange(40, 700))
        grew = rng.randrange(-20, 90) * 1000
        write(
            "upgrades",
            {**_of(firm), "project": f"{firm.industry[:4]}生产线改造", "completed_on": done, "tax_increment": grew},
        )
    if rng.random() < (0.4 if makes else 0.08):
        _research(rng, firm, today, write)
    if firm.hired > 5 and rng.random() < 0.1:
        cost = firm.hired * rng.randrange(300, 900)
        write(
            "staff_trainings",
            {
                **_of(firm),
                "began_on": today - timedelta(days=rng.randrange(10, 300)),
                "trainees": firm.hired,
                "cost": cost,
                "own_budget": cost * rng.choice((4, 7, 11)) // 10,
                "standard": firm.hired * 600,
            },
        )


def _research(rng: Random, firm: Firm, today: date, write: Write) -> None:
    turnover = rng.randrange(200, 9000) * 10000
    for back in (2, 1):
        spending = turnover * rng.randrange(5, 95) // 1000
        write("research", {**_of(firm), "year": today.year - back, "turnover": turnover, "spending": spending})
        turnover = turnover * rng.randrange(90, 130) // 100


_SOUGHT = {
    "individual_business": "best_individual",
    "first_individual_business": "best_individual",
    "start_up": "best_start_up",
}


def _nominated(rng: Random, firm: Firm, today: date, write: Write) -> None:
    category = _SOUGHT.get(firm.kind, rng.choice(("city_poverty_workshop", "caring_employer", "other")))
    poor = category in ("city_poverty_workshop", "caring_employer")
    chosen: Mapping[str, Plain] = {"recommended": rng.random() < 0.8, "city_chosen": rng.random() < 0.4}
    write(
        "nominations",
        {
            **_of(firm),
            "number": f"TJ{today.year}{firm.number:06d}",
            "category": category,
            "carrier_kind": rng.choice(("poverty_base", "poverty_workshop")) if poor else "none",
            "nominated_on": today - timedelta(days=rng.randrange(10, 300)),
            **chosen,
        },
    )


def _carrier(rng: Random, place: int, firm: Firm, today: date, write: Write) -> None:
    kinds = (
        "incubation_base",
        "maker_space",
        "demonstration_park",
        "demonstration_platform",
        "tech_incubator",
        "other",
    )
    kind = kinds[place % len(kinds)]
    recognised = kind in ("tech_incubator", "demonstration_platform")
    write(
        "carriers",
        {
            **_of(firm),
            "name": f"{firm.name[:4]}{rng.choice(('创客空间', '创业园', '孵化基地'))}",
            "kind": kind,
            "assessed_on": today - timedelta(days=rng.randrange(20, 400)),
            "award": rng.choice((60000, 80000, 100000, 150000)),
            "nominated": recognised,
            "city_recognised": recognised and rng.random() < 0.5,
            "level": rng.choice(("provincial", "city")) if recognised else "district",
            "recognised_on": today - timedelta(days=rng.randrange(30, 900)),
        },
    )
