"""The conditions and amounts of the seven benefits as OpenFisca formulas, written by hand as its users write them.

Each reads whole arrays, one value for each row: ``of("jobs")``. Outcomes are not here: all conditions hold.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

Array = Any
Of = Callable[[str], Array]


class Calendar:
    """Months and years by numpy's calendar, as OpenFisca's users reckon them."""

    def plus_months(self, day: Array, months: int) -> Array:
        """``day`` plus whole months, clamped to the month's end."""
        month = day.astype("datetime64[M]")
        moved = (month + months).astype("datetime64[D]") + (day - month.astype("datetime64[D]"))
        return np.minimum(moved, (month + months + 1).astype("datetime64[D]") - 1)

    def year(self, day: Array) -> Array:
        return day.astype("datetime64[Y]")


class LookUps(Calendar):
    """The same looked up day by day, which no user writes: several times as fast, and as Wenye does it."""

    def __init__(self) -> None:
        self._first = np.datetime64("1901-01-01")
        self._days = np.arange(self._first, np.datetime64("2100-01-01"))
        self._tables: dict[int, Array] = {}

    def plus_months(self, day: Array, months: int) -> Array:
        if months not in self._tables:
            self._tables[months] = super().plus_months(self._days, months)
        return np.take(self._tables[months], (day - self._first).view(np.int64))

    def year(self, day: Array) -> Array:
        if 0 not in self._tables:
            self._tables[0] = super().year(self._days).astype(np.int32)
        return np.take(self._tables[0], (day - self._first).view(np.int64))


_calendars: list[Calendar] = [Calendar()]


def reckon_by(calendar: Calendar) -> None:
    """From now on formulas reckon months by ``calendar``."""
    _calendars[0] = calendar


def plus_months(day: Array, months: int) -> Array:
    return _calendars[0].plus_months(day, months)


def year(day: Array) -> Array:
    return _calendars[0].year(day)


def day(text: str) -> np.datetime64:
    return np.datetime64(text)


def one_of(values: Array, *names: str) -> Array:
    """Which of an enumeration's ``values`` are among ``names``."""
    plain, indexes = values.view(np.ndarray), [getattr(values.possible_values, name).index for name in names]
    found = plain == indexes[0]
    for index in indexes[1:]:
        found |= plain == index
    return found


def half_premium(of: Of) -> Array:
    return np.floor(of("premium_paid_last_year") * 50 + np.float32(0.5)) / 100


def a_tier(of: Of) -> Array:
    jobs, investment = of("jobs"), of("investment")
    return (((jobs >= 3) & (jobs <= 9) & (investment >= 50000)) | ((jobs >= 10) & (jobs <= 19) & (investment >= 200000))
            | ((jobs >= 20) & (investment >= 300000)))  # fmt: skip


def tiered(of: Of) -> Array:
    jobs = of("jobs")
    return np.where(jobs < 10, np.float32(10000), np.where(jobs < 20, np.float32(20000), np.float32(30000)))


def small_business(of: Of) -> Array:
    alone = one_of(of("firm_kind"), "individual_business", "first_individual_business")
    return alone | (one_of(of("firm_kind"), "start_up", "enterprise") & one_of(of("firm_size"), "micro", "small"))


def enough_new_hires(of: Of) -> Array:
    staff, hires = of("staff"), of("loan_new_hires")
    return np.where(staff > 100, hires * 20 >= staff * 3, (staff > 0) & (hires * 4 >= staff))


def insured_long_enough(of: Of) -> Array:
    months, applied = of("person.person_insured_months"), of("applied_on")
    return (months >= 36) | ((applied >= day("2019-01-01")) & (applied <= day("2020-12-31")) & (months >= 12))


def by_level(of: Of) -> Array:
    return np.array([0, 1000, 1500, 2000, 0, 0], dtype=np.float32)[of("cert_level").view(np.ndarray)]


def hardship(of: Of) -> Array:
    return (of("low_income_family") | of("poor_disabled_family") | of("registered_poor") | of("extreme_hardship")
            | of("disabled") | of("state_student_loan"))  # fmt: skip


def graduate_rate(of: Of) -> Array:
    return np.where(of("applied_on") >= day("2019-01-01"), np.float32(1500), np.float32(800))


CONDITIONS: dict[str, Callable[[Of], Array]] = {
    "stable-jobs-refund.in_force": lambda of: of("insurance_year") >= 2019,
    "stable-jobs-refund.enterprise": lambda of: one_of(of("firm_kind"), "enterprise", "start_up"),
    "stable-jobs-refund.insured": lambda of: of("insured_firm"),
    "stable-jobs-refund.few_lay_offs": lambda of: of("lay_off_rate") <= np.float32(0.055),
    "stable-jobs-refund.premium_paid": lambda of: of("premium_paid_last_year") > 0,
    "stable-jobs-refund.no_arrears": lambda of: ~of("premium_arrears"),
    "unemployed-hire-grant.in_force":
        lambda of: (of("hired_on") >= day("2019-01-01")) & (of("hired_on") <= day("2019-12-31")),
    "unemployed-hire-grant.employer":
        lambda of: of("firm.labour_intensive") | one_of(of("firm.firm_size"), "micro", "small", "medium"),
    "unemployed-hire-grant.unemployed_one_year":
        lambda of: of("registered_unemployed_at_hire")
        & (plus_months(of("person.registered_unemployed_on"), 12) <= of("hired_on")),
    "unemployed-hire-grant.kept_one_year": lambda of: plus_months(of("hired_on"), 12) <= of("employed_through"),
    "unemployed-hire-grant.insurance_paid": lambda of: of("hire_insured_months") >= 12,
    "start-up-grant.in_force": lambda of: of("applied_on") >= day("2019-01-01"),
    "start-up-grant.kind":
        lambda of: one_of(of("firm_kind"), "start_up", "first_individual_business", "farmer_cooperative"),
    "start-up-grant.operating":
        lambda of: of("operating_normally") & (plus_months(of("registered_on"), 12) <= of("applied_on")),
    "start-up-grant.young": lambda of: of("applied_on") <= plus_months(of("registered_on"), 36),
    "start-up-grant.amount": a_tier,
    "returner-start-up-grant.in_force": lambda of: of("applied_on") >= day("2019-01-01"),
    "returner-start-up-grant.starter":
        lambda of: of("owner.registered_poor") | one_of(of("owner.migrant_returner"), "migrant_worker", "other"),
    "returner-start-up-grant.first_venture": lambda of: of("earlier_ventures") == 0,
    "returner-start-up-grant.small_business": small_business,
    "returner-start-up-grant.operating":
        lambda of: of("operating_normally") & (plus_months(of("registered_on"), 6) <= of("applied_on")),
    "startup-loan-firm.in_force": lambda of: of("applied_on") >= day("2019-01-01"),
    "startup-loan-firm.size": lambda of: one_of(of("firm_size"), "micro", "small"),
    "startup-loan-firm.new_hires": enough_new_hires,
    "startup-loan-firm.contracts": lambda of: of("loan_hire_contract_months") >= 12,
    "skills-upgrade-grant.in_force": lambda of: of("applied_on") >= day("2019-01-01"),
    "skills-upgrade-grant.employee": lambda of: of("person.employed_in_enterprise"),
    "skills-upgrade-grant.insured": insured_long_enough,
    "skills-upgrade-grant.certificate": lambda of: one_of(of("cert_kind"), "qualification", "skill_level"),
    "skills-upgrade-grant.gained": lambda of: of("issued_on") >= day("2017-01-01"),
    "skills-upgrade-grant.after_issue": lambda of: of("issued_on") <= of("applied_on"),
    "skills-upgrade-grant.in_time": lambda of: of("applied_on") <= plus_months(of("issued_on"), 12),
    "skills-upgrade-grant.amount": lambda of: one_of(of("cert_level"), "level_5", "level_4", "level_3"),
    "graduate-job-seeking-grant.in_force": lambda of: of("applied_on") >= day("2018-01-01"),
    "graduate-job-seeking-grant.graduate":
        lambda of: one_of(of("graduate_status"), "in_school", "graduated_unplaced"),
    "graduate-job-seeking-grant.graduation_year": lambda of: year(of("graduation_on")) == year(of("applied_on")),
    "graduate-job-seeking-grant.hardship": hardship,
}  # fmt: skip

AMOUNTS: dict[str, Callable[[Of], Array]] = {
    "stable-jobs-refund": half_premium,
    "unemployed-hire-grant": lambda of: 1000,
    "start-up-grant": tiered,
    "returner-start-up-grant": lambda of: 10000,
    "startup-loan-firm": lambda of: 3000000,
    "skills-upgrade-grant": by_level,
    "graduate-job-seeking-grant": graduate_rate,
}
"""The amount in yuan for those entitled."""
