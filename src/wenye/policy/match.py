"""All benefits decided for all subjects of the registers, by columns.

The registers give a frame for each entity: the subject's id ``<entity>_id``, the ids of related subjects
``<relation>_id``, and facts by their names; ``gone`` marks who is no longer there. Every condition is kept, with the
outcome, the amount in fen, and for the undecided how many unknown facts still matter.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from wenye.feel.case import NamedTest
from wenye.feel.residual import missing_over
from wenye.feel.stages import Rule, Stages
from wenye.feel.types import Boolean, Date, Enum
from wenye.policy.aggregate import aggregated
from wenye.policy.model import Benefit, Fact, Pack
from wenye.policy.rules import Rules
from wenye.policy.screen import claim_facts

Frames = Mapping[str, pl.DataFrame]
SUMMARY = {"benefit": pl.String, "town": pl.String, "subjects": pl.UInt32, "yes": pl.UInt32, "no": pl.UInt32,
           "unknown": pl.UInt32, "one_short": pl.UInt32, "sum_fen": pl.Int64}
GONE = "gone"
NOWHERE = ""
"""The town of a subject whose town no register knows."""


@dataclass(frozen=True, slots=True)
class Match:
    """The decisions on one day: for each entity a frame with its subjects, and the summary by benefit and town.

    A decision frame has ``subject_id``, ``town`` and, for each benefit, ``benefit.condition`` (Boolean),
    ``benefit.outcome`` (Boolean, null: unknown), ``benefit.amount_fen`` (Int64) and ``benefit.missing`` (UInt32).
    """

    on: date
    decisions: Mapping[str, pl.DataFrame]
    summary: pl.DataFrame


def match(pack: Pack, frames: Frames, on: date, progress: Callable[[str], None] = lambda step: None) -> Match:
    """Decide every benefit for every subject that the frames hold, as rules were known on the day ``on``."""
    rules, frames = Rules(pack, on), aggregated(pack, frames, on)
    decisions: dict[str, pl.DataFrame] = {}
    summaries: list[pl.DataFrame] = []
    for entity, benefits in by_subject(pack, frames).items():
        progress(entity)
        facts = subjects(pack, {**frames, entity: there(frames[entity])}, entity, needed(rules, benefits), on)
        decisions[entity] = decided = decide_frame(rules, benefits, facts)
        summaries += [summarised(decided, benefit) for benefit in benefits]
    summary = pl.concat(summaries) if summaries else pl.DataFrame(schema=SUMMARY)
    return Match(on, decisions, summary)


def there(frame: pl.DataFrame) -> pl.DataFrame:
    """Those who can be a subject: whoever is ``gone`` (dead, dissolved, moved away) is only known to others."""
    return frame.filter(~pl.col(GONE).fill_null(False)) if GONE in frame.columns else frame


def by_subject(pack: Pack, frames: Frames) -> dict[str, list[Benefit]]:
    """The benefits of each entity that the registers hold."""
    found: dict[str, list[Benefit]] = {}
    for benefit in pack.benefits.values():
        if benefit.subject in frames:
            found.setdefault(benefit.subject, []).append(benefit)
    return found


def needed(rules: Rules, benefits: Iterable[Benefit]) -> dict[str, Fact]:
    """The facts that the rules of several benefits of one subject read, by their names in a rule."""
    return {fact.name: rules.names(benefit).fact(fact.name)
            for benefit in benefits for fact in rules.program(benefit).facts}


def subjects(pack: Pack, frames: Frames, entity: str, facts: Mapping[str, Fact], on: date) -> pl.DataFrame:
    """One row for each subject, in the order of its register: ``subject_id``, ``town``, and facts in integer form."""
    whole = frames[entity].lazy()
    towns = [pl.col("town")] if "town" in frames[entity].columns else []
    present = set(frames[entity].columns)
    for relation, target in pack.entities[entity].relations.items():
        if f"{relation}_id" in present and target in frames:
            related = frames[target].rename({name: f"{relation}.{name}" for name in frames[target].columns})
            whole = whole.join(related.lazy(), left_on=f"{relation}_id", right_on=f"{relation}.{target}_id", how="left",
                               maintain_order="left")
            present |= set(related.columns)
            towns += [pl.col(f"{relation}.town")] if f"{relation}.town" in related.columns else []
    claim = claim_facts(pack, on)
    columns = [_fact_column(name, fact, present, claim).alias(name) for name, fact in facts.items()]
    town = pl.coalesce([*towns, pl.lit(NOWHERE)]) if towns else pl.lit(NOWHERE)
    return whole.select(pl.col(f"{entity}_id").alias("subject_id"), town.alias("town"), *columns).collect()


def _fact_column(name: str, fact: Fact, present: set[str], claim: Mapping[str, int | bool | None]) -> pl.Expr:
    """A fact in integer form; one that no register holds is unknown for everybody."""
    kind = pl.Boolean() if isinstance(fact.type, Boolean) else pl.Int32() if isinstance(fact.type, Date) else pl.Int64()
    if fact.id in claim:
        return pl.lit(claim[fact.id], dtype=kind)
    if name not in present:
        return pl.lit(None, dtype=kind)
    if isinstance(fact.type, Enum):
        indexes = {value: index for index, value in enumerate(fact.type.values)}
        return pl.col(name).replace_strict(indexes, default=None, return_dtype=pl.Int64)
    return pl.col(name).cast(kind)


def decide_frame(rules: Rules, benefits: Sequence[Benefit], facts: pl.DataFrame) -> pl.DataFrame:
    """The decision frame for a frame of facts, its rows in the same order."""
    compiled = [_rule(rules, benefit) for benefit in benefits]
    answers = Stages(compiled, facts.schema).over(facts.lazy()).collect()
    if answers.height != facts.height:  # no rule reads a fact: one row says it for all
        answers = pl.concat([answers] * facts.height) if facts.height else answers.clear()
    missing = [_missing(rule, facts, answers[f"{rule.benefit}.outcome"]) for rule in compiled]
    return facts.select("subject_id", "town").hstack(answers).hstack(missing)


def _rule(rules: Rules, benefit: Benefit) -> Rule:
    program = rules.program(benefit)
    return Rule(benefit.id, [NamedTest(test.id, test.core) for test in program.tests], program.amount_core)


def _missing(rule: Rule, facts: pl.DataFrame, outcome: pl.Series) -> pl.Series:
    """How many unknown facts still matter, counted where nothing is decided; 0 elsewhere."""
    nodes = [test.core for test in rule.tests] + ([rule.amount] if rule.amount is not None else [])
    undecided = facts.with_row_index("#row").filter(outcome.is_null())
    counted = missing_over(undecided.lazy(), nodes, facts.schema).collect()
    if counted.height != undecided.height:
        counted = pl.concat([counted] * undecided.height) if undecided.height else counted.clear()
    rows = pl.DataFrame({"#row": undecided["#row"], "missing": counted["missing"]})
    every = facts.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("#row"))
    found = every.join(rows, on="#row", how="left", maintain_order="left")["missing"].fill_null(0)
    return found.cast(pl.UInt32).alias(f"{rule.benefit}.missing")


def summarised(decided: pl.DataFrame, benefit: Benefit) -> pl.DataFrame:
    """One row for each town: subjects, outcomes, how many are one fact short, and the sum in fen."""
    outcome, amount = pl.col(f"{benefit.id}.outcome"), f"{benefit.id}.amount_fen"
    total = pl.col(amount).sum() if amount in decided.columns else pl.lit(0, dtype=pl.Int64)
    counted = decided.group_by("town").agg(
        pl.len().alias("subjects"),
        outcome.sum().alias("yes"),
        (~outcome).sum().alias("no"),
        outcome.is_null().sum().alias("unknown"),
        (pl.col(f"{benefit.id}.missing") == 1).sum().alias("one_short"),
        total.alias("sum_fen"),
    )
    return counted.select(pl.lit(benefit.id).alias("benefit"), *(pl.col(name).cast(kind) for name, kind in
                                                                 list(SUMMARY.items())[1:])).sort("town")
