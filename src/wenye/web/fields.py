"""Forms of a few fields: shown empty, or again with what was typed and what was wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from wenye.accounts.refusals import Refused
from wenye.feel.text import Text
from wenye.web.ui import Field

LONGEST = 300


@dataclass(frozen=True, slots=True)
class Form:
    """Fields with what was typed; ``errors`` lead to them."""

    fields: Sequence[Field]
    errors: Sequence[tuple[str, Text]]


def form(fields: Sequence[Field], sent: Mapping[str, str] | None = None, refused: Refused | None = None) -> Form:
    """``fields`` as they are shown after ``sent`` was refused; a password is never sent back."""
    known = {field.id for field in fields}
    at = refused.field if refused and refused.field in known else fields[0].id if fields else ""
    shown = [_shown(field, sent or {}, refused.said if refused and field.id == at else "") for field in fields]
    return Form(shown, [(at, refused.said)] if refused else [])


def _shown(field: Field, sent: Mapping[str, str], mistake: Text | str) -> Field:
    value = field.value if field.kind == "password" else sent.get(field.id, field.value)
    return replace(field, value=value[:LONGEST], mistake=mistake)


def day(sent: Mapping[str, str], field: str, *, optional: bool = False) -> date | None:
    """The day that was typed into ``field``; None if there is none and none is wanted. Raises Refused."""
    text = sent.get(field, "").strip()
    if optional and not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(field, "请写日期，如 2019-11-20。", "Write the date like 2019-11-20.") from None
