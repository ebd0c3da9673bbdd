"""How many pages a screening takes: the people and firms of the register answer from their records.

A door (``asked_when``) is answered yes by whoever has a record of the kind. Counted are the pages until no question
is left that could still change a result; "most" is whoever has to answer the most.
"""

import json
import statistics
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from bench import district
from bench.figures import Figure, Options, Progress
from wenye.cli.paths import ROOT

ON = date(2019, 11, 20)
MEDIAN, MOST_OF_TEN = 10, 15
SAMPLE, SMALL_SAMPLE = 500, 60
RECORDS = {
    "took_course": "training",
    "gained_certificate": "certificate",
    "left_by_organised_transfer": "transfer",
    "starts_with_partners": "loan",
    "seeks_loan": "loan",
    "trains_apprentices": "apprenticeship",
    "runs_workshop": "workshop",
    "is_monitoring_point": "monitoring_point",
    "put_forward_for_award": "nomination",
    "put_forward_firm": "nomination",
    "runs_carrier": "carrier",
}
"""Doors that a record of this entity opens."""
OF_A_RECORD = {"project_converted", "in_mentor_group", "start_up_trainer"}
"""Doors that are facts of such a record: whoever has none says no."""
NO_REGISTER = {"says_in_difficulty"}
"""Doors of which no register of this installation tells: nobody on record goes through them."""
LARGE = 300
"""Staff from which a firm says that it employs hundreds."""


def figures(options: Options, progress: Progress) -> list[Figure]:
    surroundings = district.environment(district.data(options, progress))
    progress("筛查的页数 pages of a screening")
    sample = SMALL_SAMPLE if options.quick else SAMPLE
    found = json.loads(district.run(surroundings, "-m", "bench.screening", str(sample)))
    labels = {"person": ("个人", "people"), "firm": ("单位", "firms")}
    return [
        figure
        for who, pages in found.items()
        for figure in _of(*labels[who], who, f"{pages['asked']}", pages)
    ]


def _of(zh: str, en: str, who: str, asked: str, pages: Mapping[str, float]) -> list[Figure]:
    return [
        Figure(f"screening-{who}", f"{asked} 个{zh}筛查全部待遇：页数中位", f"{asked} {en} screened: pages, median",
               "页 pages", pages["median"], most=MEDIAN),
        Figure(f"screening-{who}-p90", f"{zh}：九成不超过", f"{en}: 9 of 10 at most", "页 pages", pages["p90"],
               most=MOST_OF_TEN),
        Figure(f"screening-{who}-open", f"{zh}：可以问清而没有问的待遇", f"{en}: benefits left open that a question settles", "",
               pages["open"], most=0),
        Figure(f"screening-{who}-most", f"{zh}：最多", f"{en}: the most", "页 pages", pages["most"]),
    ]  # fmt: skip


def measure(sample: int) -> dict[str, dict[str, Any]]:
    """For people and firms: how many were asked, and their pages."""
    from wenye.feel.types import Words
    from wenye.policy.aggregate import aggregated
    from wenye.policy.match import subjects
    from wenye.policy.pack import load
    from wenye.policy.rules import Rules
    from wenye.policy.screen import Screening
    from wenye.registry import facts

    pack = load(ROOT / "packs" / "junshan")
    rules = Rules(pack, ON)
    read = facts.frames([entity for entity in facts.entities() if entity in pack.entities], ON)
    frames = aggregated(pack, read, ON)

    def rows(entity: str) -> pl.DataFrame:
        own = [fact for fact in pack.facts.values() if fact.entity == entity and fact.derived is None]
        known = {fact.id: fact for fact in own if not isinstance(fact.type, Words)}  # free text decides nothing
        return subjects(pack, frames, entity, known, ON)

    found = {}
    for who in ("person", "firm"):
        screening = Screening(rules, who, ON)
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
        screened = [answered(screening, who, record, related) for record in asked]
        pages = sorted(count for _, count in screened)
        found[who] = {
            "asked": len(pages),
            "median": statistics.median(pages),
            "p90": pages[int(0.9 * len(pages))],
            "most": pages[-1],
            "open": sum(left_open(screening, answers) for answers, _ in screened),
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


def left_open(screening: Any, answers: Mapping[str, Any]) -> int:
    """Benefits that stay unknown although a question could have settled them."""
    results = screening.results(answers)
    return sum(result.outcome == "unknown" and result.concerns and not result.asked for result in results)


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
    if fact.id in OF_A_RECORD:
        return bool((related.get(fact.entity, {}).get(subject) or {}).get(fact.id))
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


if __name__ == "__main__":
    import django

    django.setup()
    json.dump(measure(int(sys.argv[1])), sys.stdout)
