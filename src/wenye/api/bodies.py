"""The body of a request, read strictly: JSON of at most 64 kB, numbers as written, every fault told at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from wenye.api.problems import Problem
from wenye.feel import FactFaults, Fault, Text
from wenye.feel.errors import NOWHERE
from wenye.feel.types import Natural, describe
from wenye.policy.decide import plain
from wenye.policy.faults import nearest
from wenye.policy.given import Known, naturals, read_json
from wenye.policy.model import Fact
from wenye.policy.values import Unreadable, read_day

MOST_BYTES = 64 * 1024
MOST_STRANGERS = 20
"""So many unknown names get a hint each; looking for the nearest right name takes time."""


@dataclass(frozen=True, slots=True)
class AllFacts:
    """Every fact of a pack by its own id, as a screening takes them."""

    facts: Mapping[str, Fact]

    def fact(self, name: str) -> Fact:
        """The fact with this id."""
        return self.facts[name]


def read(request: HttpRequest) -> dict[str, object]:
    """The JSON object that was sent. Raises Problem."""
    _check_headers(request)
    try:
        return read_json(request.body.decode("utf-8-sig"), "JSON")
    except UnicodeDecodeError:
        raise Problem("malformed", [fault("json.encoding", "", Text("内容不是 UTF-8 文本。", "The body is not UTF-8 text."),
                                          Text("请另存为 UTF-8 后发送。", "Send it in UTF-8."))]) from None  # fmt: skip
    except FactFaults as error:
        raise Problem("malformed", [_placed(found) for found in error.faults]) from None


def _check_headers(request: HttpRequest) -> None:
    if request.headers.get("Transfer-Encoding"):
        raise Problem("length-required")
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise Problem("too-large")
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    packed = request.headers.get("Content-Encoding", "identity").lower() != "identity"
    if request.content_type != "application/json" or charset not in ("utf-8", "utf8") or packed:
        raise Problem("unsupported-media-type")


class Reader:
    """Takes the named members out of a body and collects what is wrong with them; ``close`` raises it all."""

    def __init__(self, body: Mapping[str, object], members: Collection[str]) -> None:
        self._body = body
        self.faults = [_unknown_member(name, members) for name in list(body)[:MOST_STRANGERS] if name not in members]
        self.faults += [_missing_member(name) for name in members if name not in body]

    def day(self, name: str) -> date:
        """A day as 2019-11-20."""
        value = self._body.get(name)
        if isinstance(value, str):
            try:
                return read_day(value)
            except Unreadable as error:
                self._add(name, error.message, error.hint)
        elif name in self._body:
            self._add(name, Text(f"“{name}”必须是写成文字的日期。", f"{name} must be a date written as text."),
                      Text('请写成 "2019-11-20"。', 'Write "2019-11-20".'))  # fmt: skip
        return date.min

    def choice(self, name: str, options: Collection[str]) -> str:
        """One of ``options``."""
        value = self._body.get(name)
        if isinstance(value, str) and value in options:
            return value
        if name in self._body:
            self._add(name, Text(f"“{name}”的值不在可选项里。", f"{name} is none of the options."),
                      Text(f"可选：{'、'.join(options)}。", f"One of: {', '.join(options)}."))  # fmt: skip
        return ""

    def facts(self, name: str, known: Known) -> tuple[dict[str, object], dict[str, Natural]]:
        """Facts as they were sent, and the known ones among them as natural values."""
        value = self._body.get(name)
        if isinstance(value, dict):
            return value, self._naturals(name, value, known)
        if name in self._body:
            hint = Text('例如 {"jobs": 3, "investment": 50000}。', 'Such as {"jobs": 3, "investment": 50000}.')
            self._add(name, Text(f"“{name}”必须是对象。", f"{name} must be an object."), hint)
        return {}, {}

    def close(self) -> None:
        """Raises Problem if anything was wrong."""
        if self.faults:
            raise Problem("invalid", self.faults)

    def _naturals(self, member: str, given: dict[str, object], known: Known) -> dict[str, Natural]:
        strangers = [name for name in given if name not in known.facts]
        skipped = set(strangers[MOST_STRANGERS:])
        try:
            return naturals({name: value for name, value in given.items() if name not in skipped}, known)
        except FactFaults as error:
            self.faults += [_discreet(found, member, known) for found in error.faults]
        if skipped:
            self._add(member, Text(f"另有 {len(skipped)} 个名称也不是事实。", f"{len(skipped)} more names are no facts."),
                      Text("请对照 /api/v1/facts。", "Compare with /api/v1/facts."))  # fmt: skip
        return {}

    def _add(self, member: str, message: Text, hint: Text) -> None:
        self.faults.append(fault("body.value", f"/{member}", message, hint))


def fault(code: str, path: str, message: Text, hint: Text) -> Fault:
    """A fault of what was sent."""
    return Fault(code, NOWHERE, message, hint, path)


def _unknown_member(name: str, members: Collection[str]) -> Fault:
    return fault("body.unknown", f"/{_pointer(name)}", Text(f"这里没有“{name}”这一项。", f"There is no member {name} here."),
                 nearest(name, members))  # fmt: skip


def _missing_member(name: str) -> Fault:
    return fault("body.missing", f"/{name}", Text(f"缺少“{name}”。", f"{name} is missing."),
                 Text("请补上这一项。", "Add this member."))  # fmt: skip


def _placed(found: Fault) -> Fault:
    """A fault of the JSON text, with its place in the message."""
    if not found.at.line:
        return fault("json.twice", f"/{_pointer(found.path)}", found.message, found.hint)
    place = Text(f"第 {found.at.line} 行第 {found.at.column} 列：", f"Line {found.at.line}, column {found.at.column}: ")
    message = Text(place.zh + found.message.zh, place.en + found.message.en)
    return fault("json.syntax", "", message, found.hint)


def _discreet(found: Fault, member: str, known: Known) -> Fault:
    """A fault of a fact, placed in the body; the value of a personal fact is not quoted."""
    path = f"/{member}/{_pointer(found.path)}"
    source = known.fact(found.path) if found.path in known.facts else None
    if source is None or source.derived is not None or source.privacy == "none":
        return fault(found.code, path, found.message, found.hint)
    wanted = _wanted(source)
    message = Text(f"事实“{found.path}”的值不能用，应为{wanted.zh}。",
                   f"{found.path}: the value cannot be used; {wanted.en} is wanted.")  # fmt: skip
    return fault(found.code, path, message, found.hint)


def _wanted(source: Fact) -> Text:
    """The type of a fact, and its range."""
    kind = describe(source.type)
    if source.domain is None:
        return kind
    low, high = (plain(end) for end in source.domain)
    return Text(f"{low} 至 {high} 之间的{kind.zh}", f"{kind.en} from {low} to {high}")


def _pointer(name: str) -> str:
    """A name as one step of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")
