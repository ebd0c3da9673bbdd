"""How many pages a screening takes: the people and firms of the register answer from their records.

``python bench/screening.py [SAMPLE]`` prints median, p90 and most pages, and what stayed unknown although it could
be asked (records that do not hold it). A door (``asked_when``) is answered yes by whoever has a record of the kind.
"""

import os
import statistics
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

ROOT = Path(__file__).resolve().parents[1]
ON = date(2019, 11, 20)
RECORDS = {
    "took_course": "training",
    "gained_certificate": "certificate",
    "left_by_organised_transfer": "transfer",
    "starts_with_partners": "loan",
    "seeks_loan": "loan",
    "trains_apprentices": "apprenticeship",
    "runs_workshop": "workshop",
    "is_monitoring_point": "monitoring_point",
}
"""Doors that a record of this entity opens."""
NO_REGISTER = {
    "put_forward_for_award",
    "put_forward_firm",
    "runs_carrier",
    "says_in_difficulty",
    "project_converted",
    "in_mentor_group",
    "start_up_trainer",
}
"""Doors of which no register of this installation tells: nobody on record goes through them."""
LARGE = 300
"""Staff from which a firm says that it employs hundreds."""


def measure(sample: int) -> dict[str, dict[str, Any]]:
    """For people and firms: how many were asked, and their pages."""
    from wenye.policy.match import subjects
    from wenye.policy.pack import load
    from wenye.policy.rules import Rules
    from wenye.policy.screen import Screening
    from wenye.registry import facts

    pack = load(ROOT / "packs" / "junshan")
    rules = Rules(pack, ON)
    frames = facts.frames([entity for entity in facts.entities() if entity in pack.entities], ON)

    def rows(entity: str) -> pl.DataFrame:
        known = {fact.id: fact for fact in pack.facts.values() if fact.entity == entity and fact.derived is None}
        return subjects(pack, frames, entity, known, ON)

    found = {}
    for who in ("person", "firm"):
        screening = Screening(rules, who, ON)  # type: ignore[arg-type]
        related = {
            entity: _first(rows(entity), frames[entity], pack.entities[entity].relations, who)
            for entity in frames
            if entity != who and who in pack.entities[entity].relations.values()
        }
        related |= {
            target: _one(frames[who], relation, rows(target))
            for relation, target in pack.entities[who].relations.items()
            if target in frames and f"{relation}_id" in frames[who].columns
        }
        people = rows(who)
        asked = people.sample(min(sample, people.height), seed=1).to_dicts()
        pages, unknown = [], Counter[str]()
        for record in asked:
            answers, count = answered(screening, who, record, related)
            pages.append(count)
            unknown.update(
                fact
                for result in screening.results(answers)
                if result.outcome == "unknown" and result.concerns and not result.asked
                for fact in result.missing
            )
        pages.sort()
        found[who] = {
            "asked": len(pages),
            "benefits": len(screening.benefits),
            "median": statistics.median(pages),
            "p90": pages[int(0.9 * len(pages))],
            "most": pages[-1],
            "not asked": dict(unknown),
        }
    return found


def answered(
    screening: Any, who: str, record: Mapping[str, Any], related: Mapping[str, Mapping[int, Any]]
) -> tuple[Any, int]:
    """The answers of one subject, page by page, and the number of pages."""
    answers: dict[str, Any] = {}
    count = 0
    while (question := screening.next(answers)) is not None:
        count += 1
        answers |= {fact.id: _answer(fact, who, record, related) for fact in question.facts}
    return answers, count


def _answer(fact: Any, who: str, record: Mapping[str, Any], related: Mapping[str, Mapping[int, Any]]) -> Any:
    subject = record["subject_id"]
    doors = {
        "hired_unemployed": any(
            (hire or {}).get("registered_unemployed_at_hire") for hire in [related.get("hire", {}).get(subject)]
        ),
        "did_research": bool(record.get("research_spending")),
        "employs_disabled": bool(record.get("disabled_staff")),
        "many_workers": (record.get("staff") or 0) >= LARGE,
    }
    if fact.id in RECORDS:
        return subject in related.get(RECORDS[fact.id], {})
    if fact.id in doors:
        return doors[fact.id]
    if fact.id in NO_REGISTER:
        return False
    if fact.entity == who:
        return record.get(fact.id)
    return (related.get(fact.entity, {}).get(subject) or {}).get(fact.id)


def _first(rows: pl.DataFrame, frame: pl.DataFrame, relations: Mapping[str, str], who: str) -> dict[int, Any]:
    """The first record of each holder."""
    relation = next(name for name, target in relations.items() if target == who)
    if f"{relation}_id" not in frame.columns:
        return {}
    held = rows.with_columns(frame[f"{relation}_id"].alias("holder")).drop_nulls("holder")
    return {row["holder"]: row for row in held.unique("holder", keep="first", maintain_order=True).to_dicts()}


def _one(frame: pl.DataFrame, relation: str, rows: pl.DataFrame) -> dict[int, Any]:
    """The one related record of each subject, such as a firm's owner."""
    key = frame.columns[0]
    pairs = frame.select(pl.col(key).alias("holder"), pl.col(f"{relation}_id").alias("subject_id")).drop_nulls()
    return {row["holder"]: row for row in pairs.join(rows, "subject_id").to_dicts()}


def main() -> None:
    """Prints the pages for people and firms."""
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenye.settings")
    import django

    django.setup()
    for who, found in measure(int(sys.argv[1]) if len(sys.argv) > 1 else 500).items():
        print(
            f"{who}: {found['asked']} 个对象，{found['benefits']} 项待遇；页数中位 {found['median']:g}，"
            f"九成不超过 {found['p90']}，最多 {found['most']}"
        )


if __name__ == "__main__":
    main()
