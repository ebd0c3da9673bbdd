"""What a pack holds, as the plain JSON values that the command line and the API give.

Labels are ``{"zh", "en"}``, units of government stand by their Chinese names, dates are text, sums are yuan (a number,
or text where there are decimals). Keys of a part that say nothing are left out.
"""

from collections.abc import Iterator
from fractions import Fraction

from wenye.feel import Text
from wenye.feel.types import Boolean, Date, Enum, Numeric, Type
from wenye.policy.decide import plain
from wenye.policy.model import Assumption, Fact, Interpretation, Measure, OpenQuestion, Pack, Parameter, Part, Period

YUAN = Text("元", "yuan")
"""What money is counted in unless the pack says otherwise."""


def both(text: Text) -> dict[str, str]:
    """A text in both languages."""
    return {"zh": text.zh, "en": text.en}


def both_or_none(text: Text | None) -> dict[str, str] | None:
    """A text in both languages, if there is one."""
    return both(text) if text is not None else None


def unit_names(ids: tuple[str, ...], pack: Pack) -> list[str]:
    """The Chinese names of units."""
    return [pack.units[unit].label.zh for unit in ids]


def period(valid: Period | None) -> dict[str, str | None] | None:
    """A period; an open end is null."""
    if valid is None:
        return None
    ends = {"from": valid.start, "to": valid.end}
    return {name: day.isoformat() if day else None for name, day in ends.items()}


def measure(found: Measure, pack: Pack) -> dict[str, object]:
    """A measure; its units are those of the document's cells, without the rule on towns."""
    return {
        "number": found.number,
        "plan": found.plan,
        "title": both(found.title),
        "lead": unit_names(found.lead, pack),
        "related": unit_names(found.related, pack),
        "parts": [part(item, pack) for item in found.parts],
        "benefits": list(found.benefits),
        "valid": period(found.valid or pack.valid),
        "open": list(open_questions(found, pack)),
    }


def measure_in_full(found: Measure, pack: Pack) -> dict[str, object]:
    """A measure with what it says in our words and what stands behind it."""
    return {
        **measure(found, pack),
        "summary": both(found.summary),
        "interpretations": [interpretation(item) for item in found.interpretations],
        "assumptions": [assumption(item) for item in found.assumptions],
        "document_faults": [both(fault) for fault in found.document_faults],
    }


def open_questions(found: Measure, pack: Pack) -> Iterator[dict[str, object]]:
    """What the measure and its benefits leave open, whether two may be had together included."""
    for question in (*found.open, *(question for benefit in found.benefits.values() for question in benefit.open)):
        yield open_question(question, pack)
    for benefit in found.benefits.values():
        for stacking in benefit.stacking_open:
            yield {"id": f"{benefit.id}-with-{stacking.benefit}", "question": both(stacking.question),
                   "settled_by": pack.units[stacking.settled_by].label.zh}  # fmt: skip


def open_question(question: OpenQuestion, pack: Pack) -> dict[str, object]:
    """An open question and the unit that must settle it."""
    return {"id": question.id, "question": both(question.question),
            "settled_by": pack.units[question.settled_by].label.zh}


def interpretation(item: Interpretation) -> dict[str, object]:
    """One reading of the text, chosen."""
    return {"id": item.id, "text": both(item.text)}


def assumption(item: Assumption) -> dict[str, object]:
    """What is assumed, and where the real value would come from."""
    return {"id": item.id, "text": both(item.text), "source_wanted": both_or_none(item.source_wanted)}


def part(item: Part, pack: Pack) -> dict[str, object]:
    """A part of a measure: only what it says."""
    whole = {"id": item.id, "kind": item.kind, "label": both(item.label), **_words(item), **_figures(item),
             **_lists(item, pack)}
    return {name: value for name, value in whole.items() if value is not None and value is not False and value != []}


def _words(item: Part) -> dict[str, object]:
    texts = {"text": item.text, "metric": item.metric, "unit": item.unit, "of": item.of, "purpose": item.purpose}
    return {
        **{name: both_or_none(text) for name, text in texts.items()},
        "per": item.per, "every": item.every, "on": item.on, "fund": item.fund, "rule": item.rule,
        "nominate_to": item.nominate_to, "clause": item.clause, "consent": item.consent, "audit": item.audit,
    }  # fmt: skip


def _figures(item: Part) -> dict[str, object]:
    figures = {"at_least": item.at_least, "at_most": item.at_most, "count": item.count, "amount": item.amount,
               "floor": item.floor, "from": item.start, "until": item.until}
    return {name: plain(value) for name, value in figures.items()}


def _lists(item: Part, pack: Pack) -> dict[str, object]:
    return {
        "by": unit_names(item.by, pack),
        "keeper": pack.units[item.keeper].label.zh if item.keeper else None,
        "places": [{"of": both(place.of), "count": place.count, "prize": plain(place.prize)} for place in item.places],
        "counts": [{"what": both(count.what), "count": count.count, "per": count.per} for count in item.counts],
        "limits": [{"label": both(limit.label), "value": plain(limit.value), "unit": both_or_none(limit.unit)}
                   for limit in item.limits],
        "fields": [both(text) for text in item.fields],
        "evidence": [both(text) for text in item.evidence],
    }


def fact(name: str, found: Fact) -> dict[str, object]:
    """A fact under the ``name`` that a rule uses."""
    return {
        "name": name,
        "type": type_name(found.type),
        "unit": both_or_none(found.unit or (YUAN if type_name(found.type) == "money" else None)),
        "values": _values(found),
        "subject": found.entity,
        "label": both(found.label),
        "question": both_or_none(found.question),
        "verified_by": found.verified_by,
        "derived": found.derived.text if found.derived else None,
        "judgement": found.judgement,
    }


def type_name(kind: Type) -> str:
    """The type as packs write it: integer, number(4), money …"""
    if isinstance(kind, Numeric):
        return f"number({kind.decimals})" if kind.kind == "number" else kind.kind
    names: dict[type, str] = {Boolean: "boolean", Date: "date", Enum: "enum"}
    return names.get(type(kind), "text")


def _values(found: Fact) -> object:
    """An option's literals, yes and no, or the lowest and highest value."""
    if found.values:
        return [{"value": value, "label": both(label)} for value, label in found.values.items()]
    if found.domain is None:
        return [True, False] if isinstance(found.type, Boolean) else None
    return {"from": plain(found.domain[0]), "to": plain(found.domain[1])}


def parameter(found: Parameter) -> dict[str, object]:
    """A parameter with its history: what each value rests on, a source or an assumption."""
    return {
        "id": found.id,
        "type": type_name(found.type),
        "unit": both_or_none(found.unit),
        "label": both(found.label),
        "dated_by": found.dated_by,
        "assumed": found.assumed,
        "values": [{
            "from": value.start.isoformat(),
            "until": value.until.isoformat() if value.until else None,
            "value": plain(value.value),
            "known_since": value.known_since.isoformat() if value.known_since else None,
            "source": both_or_none(value.source),
            "assumption": both_or_none(value.assumption),
            "source_wanted": both_or_none(value.source_wanted),
        } for value in found.known()],
    }  # fmt: skip


def fen(yuan: Fraction | None) -> int | None:
    """A sum of yuan, exact to the fen, as a number of fen."""
    return None if yuan is None else int(yuan * 100)
