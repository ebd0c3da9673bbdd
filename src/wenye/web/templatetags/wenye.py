"""The small vocabulary of the templates: saying labels, figures, marks and icons."""

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wenye.web import figures, icons, language, ui

register = template.Library()

OUTCOMES = {
    "yes": ("yes", "tick"),
    "no": ("no", "cross"),
    "unknown": ("unknown", "ask"),
    "near": ("near", "half"),
    "open": ("near", "ask"),
    "run": ("run", "clock"),
}


@register.simple_tag
def say(key: str, **values: object) -> str:
    """A label of the catalogue, its places filled; dates are said as in a sentence."""
    return language.say(
        key,
        **{name: figures.day(value) if isinstance(value, date) else value for name, value in values.items()},
    )


@register.filter
def t(text: object) -> str:
    """A label of the pack in the reader's language; nothing where there is none."""
    return "" if text is None else language.said(text)


@register.filter
def joined(texts: object) -> str:
    """Several labels as one phrase."""
    return language.joined(texts)


@register.filter
def yuan(fen: int) -> SafeString:
    """An amount with its unit, kept on one line."""
    return format_html('<span class="fig">{}</span>', figures.yuan(fen))


@register.filter
def count(value: int) -> SafeString:
    """A count with its thousands apart."""
    return format_html('<span class="fig">{}</span>', figures.number(value))


@register.filter
def day(value: date | None) -> SafeString | str:
    """A date in a sentence."""
    return "" if value is None else format_html('<span class="fig">{}</span>', figures.day(value))


@register.filter
def iso(value: date | None) -> SafeString | str:
    """A date in a table."""
    return "" if value is None else format_html('<span class="fig">{}</span>', value.isoformat())


@register.filter
def numeral(value: int) -> str:
    """A plan's numeral: 一, 二, 三."""
    return figures.chinese_digit(value)


@register.simple_tag
def icon(name: str) -> SafeString:
    """One icon of the line set, hidden from screen readers: its meaning stands beside it in words."""
    return icons.drawn(name)


@register.simple_tag
def mark(outcome: str, key: str = "") -> SafeString:
    """A state as colour, word and mark; ``key`` names another word than the outcome's own."""
    style, picture = OUTCOMES[outcome]
    word = language.say(key or f"state.{outcome}")
    return format_html('<span class="mark {}">{}{}</span>', style, icons.drawn(picture), word)


@register.simple_tag
def outcome(value: str, yes: str = "", no: str = "", unknown: str = "") -> SafeString:
    """The mark of an outcome; the word for each may be another than the list's."""
    return mark(value, {"yes": yes, "no": no, "unknown": unknown}.get(value, ""))


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: object) -> str:
    """The query string of this page with some parameters changed; empty ones are left out."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in ("", None):
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag
def word(group: str, name: str) -> str:
    """The label ``group.name`` of a closed list of the pack, such as a kind of part."""
    return language.say(f"{group}.{name}")


@register.simple_tag
def status(state: ui.State) -> SafeString:
    """A state as colour, word and mark."""
    return format_html(
        '<span class="mark {}">{}{}</span>', state.style, icons.drawn(ui.STYLES[state.style]), language.said(state.word)
    )
