"""A loaded pack, as the published document is compared with it."""

from collections.abc import Iterable

from wenye.policy.model import Measure, Pack
from wenye.policy.source_difference import Claimed, PackSide
from wenye.policy.source_trace import Shelves, unfounded, untraced


def pack_side(pack: Pack) -> PackSide:
    """The plans, unit names and measures of ``pack``, each measure with the figures that act nowhere."""
    shelves = Shelves(pack.facts, pack.parameters, pack.funds, pack.valid)
    return PackSide(
        name=pack.id,
        plans={number: plan.label.zh for number, plan in pack.plans.items()},
        units=tuple(unit.label.zh for unit in pack.units.values()),
        measures={number: _claimed(measure, pack, shelves) for number, measure in pack.measures.items()},
    )


def _claimed(measure: Measure, pack: Pack, shelves: Shelves) -> Claimed:
    return Claimed(
        number=measure.number,
        plan=measure.plan,
        title=measure.title.zh,
        words=f"{measure.title.zh}{measure.summary.zh}",
        lead=_names(measure.lead, pack),
        related=_names(measure.related, pack),
        figures=measure.figures,
        references=measure.references,
        misprints=tuple((slip.published, slip.meant) for slip in measure.misprints),
        untraced=untraced(measure, shelves),
        unfounded=unfounded(measure),
    )


def _names(units: Iterable[str], pack: Pack) -> tuple[str, ...]:
    return tuple(pack.units[unit].label.zh for unit in units)
