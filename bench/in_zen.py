"""The seven benefits as a decision graph of zen-engine, written by hand: one expression for each output.

zen-engine refuses to compare with null, and one refusal fails the whole evaluation, so each comparison is guarded
and and/or are written out for unknown values. It gets facts as it wants them (names without dots, dates as text)
and its fastest loader. It gives conditions, outcomes and amounts; which facts were used or missing it does not say.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

import zen

from bench import seven
from wenye.feel.types import Type, decode

KEY = "seven"


def known(test: str, *facts: str) -> str:
    """``test``, or null when one of the facts is unknown."""
    return f"({' or '.join(f'{fact} == null' for fact in facts)}) ? null : ({test})"


def every(*parts: str) -> str:
    return _kleene(parts, decisive="false", otherwise="true")


def some(*parts: str) -> str:
    return _kleene(parts, decisive="true", otherwise="false")


def _kleene(parts: tuple[str, ...], decisive: str, otherwise: str) -> str:
    decided, doubtful = (" or ".join(f"{part} == {what}" for part in parts) for what in (decisive, "null"))
    return f"({decided}) ? {decisive} : ({doubtful}) ? null : {otherwise}"


def one_of(fact: str, *values: str) -> str:
    return known(f"{fact} in [{', '.join(repr(value) for value in values)}]", fact)


def later(earlier: str, months: int, day: str) -> str:
    """``months`` after the day ``earlier`` has come by ``day``."""
    return known(f"d({earlier}).add({months}, 'M') <= d({day})", earlier, day)


def since(fact: str, first: str) -> str:
    return known(f"d({fact}) >= d('{first}')", fact)


def until(fact: str, last: str) -> str:
    return known(f"d({fact}) <= d('{last}')", fact)


def at_least(fact: str, value: int) -> str:
    return known(f"{fact} >= {value}", fact)


HARDSHIP = (
    "low_income_family",
    "poor_disabled_family",
    "registered_poor",
    "extreme_hardship",
    "disabled",
    "state_student_loan",
)

# A name that begins with "_" is a step on the way; the others are conditions. Later ones read earlier ones as "$.name".
EXPRESSIONS = {
    "_since_2019": since("applied_on", "2019-01-01"),
    "stable_jobs_refund__in_force": at_least("insurance_year", 2019),
    "stable_jobs_refund__enterprise": one_of("firm_kind", "enterprise", "start_up"),
    "stable_jobs_refund__insured": "insured_firm",
    "stable_jobs_refund__few_lay_offs":
        "$.stable_jobs_refund__in_force != true or lay_off_rate == null ? null : lay_off_rate <= 0.055",
    "stable_jobs_refund__premium_paid": known("premium_paid_last_year > 0", "premium_paid_last_year"),
    "stable_jobs_refund__no_arrears": known("not premium_arrears", "premium_arrears"),
    "_from": since("hired_on", "2019-01-01"),
    "_to": until("hired_on", "2019-12-31"),
    "unemployed_hire_grant__in_force": every("$._from", "$._to"),
    "_sized": one_of("firm__firm_size", "micro", "small", "medium"),
    "unemployed_hire_grant__employer": some("firm__labour_intensive", "$._sized"),
    "_full_year": later("person__registered_unemployed_on", 12, "hired_on"),
    "unemployed_hire_grant__unemployed_one_year": every("registered_unemployed_at_hire", "$._full_year"),
    "unemployed_hire_grant__kept_one_year": later("hired_on", 12, "employed_through"),
    "unemployed_hire_grant__insurance_paid": at_least("hire_insured_months", 12),
    "start_up_grant__in_force": "$._since_2019",
    "start_up_grant__kind": one_of("firm_kind", "start_up", "first_individual_business", "farmer_cooperative"),
    "_a_year_old": later("registered_on", 12, "applied_on"),
    "start_up_grant__operating": every("operating_normally", "$._a_year_old"),
    "start_up_grant__young": known("d(applied_on) <= d(registered_on).add(36, 'M')", "applied_on", "registered_on"),
    "_jobs_1": known("jobs in [3..9]", "jobs"),
    "_jobs_2": known("jobs in [10..19]", "jobs"),
    "_jobs_3": at_least("jobs", 20),
    "_investment_1": at_least("investment", 50000),
    "_investment_2": at_least("investment", 200000),
    "_investment_3": at_least("investment", 300000),
    "_tier_1": every("$._jobs_1", "$._investment_1"),
    "_tier_2": every("$._jobs_2", "$._investment_2"),
    "_tier_3": every("$._jobs_3", "$._investment_3"),
    "start_up_grant__amount": some("$._tier_1", "$._tier_2", "$._tier_3"),
    "returner_start_up_grant__in_force": "$._since_2019",
    "_returned": one_of("owner__migrant_returner", "migrant_worker", "other"),
    "returner_start_up_grant__starter": some("owner__registered_poor", "$._returned"),
    "returner_start_up_grant__first_venture": known("earlier_ventures == 0", "earlier_ventures"),
    "_alone": one_of("firm_kind", "individual_business", "first_individual_business"),
    "_firm": one_of("firm_kind", "start_up", "enterprise"),
    "startup_loan_firm__size": one_of("firm_size", "micro", "small"),
    "_small_firm": every("$._firm", "$.startup_loan_firm__size"),
    "returner_start_up_grant__small_business": some("$._alone", "$._small_firm"),
    "_half_a_year_old": later("registered_on", 6, "applied_on"),
    "returner_start_up_grant__operating": every("operating_normally", "$._half_a_year_old"),
    "startup_loan_firm__in_force": "$._since_2019",
    "_large_share": known("loan_new_hires * 20 >= staff * 3", "loan_new_hires", "staff"),
    "_staffed": known("staff > 0", "staff"),
    "_small_share": known("loan_new_hires * 4 >= staff", "loan_new_hires", "staff"),
    "_if_small": every("$._staffed", "$._small_share"),
    "startup_loan_firm__new_hires": "staff == null ? ($._large_share == $._if_small ? $._large_share : null)"
                                    " : staff > 100 ? $._large_share : $._if_small",
    "startup_loan_firm__contracts": at_least("loan_hire_contract_months", 12),
    "skills_upgrade_grant__in_force": "$._since_2019",
    "skills_upgrade_grant__employee": "person__employed_in_enterprise",
    "_three_years": at_least("person__person_insured_months", 36),
    "_one_year": at_least("person__person_insured_months", 12),
    "_until_2020": until("applied_on", "2020-12-31"),
    "_eased": every("$._since_2019", "$._until_2020", "$._one_year"),
    "skills_upgrade_grant__insured": some("$._three_years", "$._eased"),
    "skills_upgrade_grant__certificate": one_of("cert_kind", "qualification", "skill_level"),
    "skills_upgrade_grant__gained": since("issued_on", "2017-01-01"),
    "skills_upgrade_grant__after_issue": known("d(issued_on) <= d(applied_on)", "applied_on", "issued_on"),
    "skills_upgrade_grant__in_time": known("d(applied_on) <= d(issued_on).add(12, 'M')", "applied_on", "issued_on"),
    "skills_upgrade_grant__amount": one_of("cert_level", "level_5", "level_4", "level_3"),
    "graduate_job_seeking_grant__in_force": since("applied_on", "2018-01-01"),
    "graduate_job_seeking_grant__graduate": one_of("graduate_status", "in_school", "graduated_unplaced"),
    "graduate_job_seeking_grant__graduation_year":
        known("d(graduation_on).year() == d(applied_on).year()", "graduation_on", "applied_on"),
    "graduate_job_seeking_grant__hardship": some(*HARDSHIP),
}  # fmt: skip

AMOUNTS = {
    "stable_jobs_refund": "floor(premium_paid_last_year * 50 + 0.5)",
    "unemployed_hire_grant": "100000",
    "start_up_grant": "jobs < 10 ? 1000000 : jobs < 20 ? 2000000 : 3000000",
    "returner_start_up_grant": "1000000",
    "startup_loan_firm": "300000000",
    "skills_upgrade_grant": "cert_level == 'level_5' ? 100000 : cert_level == 'level_4' ? 150000 : 200000",
    "graduate_job_seeking_grant": "$._since_2019 ? 150000 : 80000",
}


def expressions() -> dict[str, str]:
    """All expressions in the order in which they are evaluated: conditions, then outcomes and amounts in fen."""
    found = dict(EXPRESSIONS)
    for benefit, amount in AMOUNTS.items():
        tests = [f"$.{name}" for name in EXPRESSIONS if name.startswith(f"{benefit}__")]
        found[f"{benefit}__outcome"] = every(*tests)
        found[f"{benefit}__amount_fen"] = f"$.{benefit}__outcome == true ? ({amount}) : null"
    return found


def graph() -> dict[str, Any]:
    """The decision graph: one expression node between input and output."""
    rows = [{"id": key, "key": key, "value": value} for key, value in expressions().items()]
    contents: dict[str, Any] = {"inputNode": {}, "expressionNode": {"expressions": rows}, "outputNode": {}}
    nodes = [{"id": kind, "name": kind, "type": kind, "position": {"x": 0, "y": 0}, "content": content}
             for kind, content in contents.items()]  # fmt: skip
    edges = [{"id": f"{a}-{b}", "type": "edge", "sourceId": a, "targetId": b}
             for a, b in (("inputNode", "expressionNode"), ("expressionNode", "outputNode"))]  # fmt: skip
    return {"nodes": nodes, "edges": edges}


def engine() -> zen.ZenEngine:
    return zen.ZenEngine({"loader": {"type": "static", "content": {KEY: graph()}}})


def name_of(name: str) -> str:
    return name.replace(".", "__").replace("-", "_")


def context(case: Mapping[str, int | bool]) -> dict[str, Any]:
    """A case in integer form as zen-engine wants it: dates as text, literals by name, sums in yuan, null unknown."""
    return {
        name_of(name): None if case.get(name) is None else _natural(kind, case[name]) for name, kind in _kinds().items()
    }


@lru_cache(maxsize=1)
def _kinds() -> dict[str, Type]:
    return {fact.name: seven.type_of(fact.name) for fact in seven.facts()}


def _natural(kind: Type, value: int | bool) -> object:
    natural = decode(kind, value)
    if isinstance(natural, Fraction):
        return int(natural) if natural.denominator == 1 else float(natural)
    return natural.isoformat() if isinstance(natural, date) else natural
