"""Errors as problem documents (RFC 9457), in Chinese with English beside it.

``faults`` tells everything that is wrong at once. A fault's ``path`` is a JSON pointer into the body (``/facts/jobs``),
``?plan`` for a parameter of the query or ``{benefit}`` for a part of the address.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpResponse

from wenye.accounts.access import Denied
from wenye.accounts.needs import SignInNeeded
from wenye.feel import Fault, Text
from wenye.policy.listing import both

MEDIA_TYPE = "application/problem+json"
PAGE = "/api/"
MOST_FAULTS = 50
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its status, its title, and what to do about it."""

    id: str
    status: int
    title: Text
    detail: Text

    @property
    def uri(self) -> str:
        """Identifies the kind, and leads to its description."""
        return f"{PAGE}#problem-{self.id}"


KINDS = {
    kind.id: kind
    for kind in (
        Kind("malformed", 400, Text("内容不是可用的 JSON", "The body is no usable JSON"),
             Text("请按 UTF-8 编码发送一个 JSON 对象。", "Send one JSON object in UTF-8.")),
        Kind("bad-request", 400, Text("请求无法处理", "The request cannot be handled"),
             Text("请核对请求的地址和标头。", "Check the address and the headers of the request.")),
        Kind("unauthenticated", 401, Text("需要登录", "You must sign in"),
             Text("请先在网页上登录，再带着会话和防伪标记请求。", "Sign in on the pages; send the session and its token.")),
        Kind("forbidden", 403, Text("没有权限", "It is not allowed"),
             Text("您的角色没有这项权限。", "Your roles do not allow it.")),
        Kind("not-found", 404, Text("没有这个内容", "There is no such thing"),
             Text(f"请核对地址；全部地址见 {PAGE}。", f"Check the address; {PAGE} lists them all.")),
        Kind("method-not-allowed", 405, Text("这个地址不支持此方法", "The address does not support this method"),
             Text("可用的方法见 Allow 标头。", "The Allow header names the methods it supports.")),
        Kind("length-required", 411, Text("缺少内容长度", "The length of the body is missing"),
             Text("请发送 Content-Length 标头，不用分块传输。", "Send a Content-Length header instead of chunks.")),
        Kind("too-large", 413, Text("内容过大", "The body is too large"),
             Text("内容最多 64 kB；一次只认定一例。", "A body has at most 64 kB; send one case at a time.")),
        Kind("unsupported-media-type", 415, Text("不支持这种内容类型", "This content type is not supported"),
             Text("请用 Content-Type: application/json、UTF-8 编码发送，不压缩。",
                  "Send application/json in UTF-8, not compressed.")),
        Kind("invalid", 422, Text("给出的内容有误", "What was given is wrong"),
             Text("请按 faults 逐项改正后重新发送。", "Correct each of the faults and send it again.")),
        Kind("too-many", 429, Text("请求太频繁", "Too many requests"),
             Text("请等待 Retry-After 标头所写的秒数后再试。", "Wait for the seconds that the Retry-After header gives.")),
        Kind("internal", 500, Text("服务出错，没有得出结果", "The service failed and has no answer"),
             Text("请稍后重试；仍然出错的，把 instance 告诉管理员。",
                  "Try again later; if it fails again, tell the administrator the instance.")),
    )
}  # fmt: skip


class Problem(Exception):
    """Ends a request with a problem document. ``kind`` is one of KINDS, or its id."""

    def __init__(self, kind: str | Kind, faults: Iterable[Fault] = ()) -> None:
        self.kind = KINDS[kind] if isinstance(kind, str) else kind
        self.faults = tuple(faults)
        super().__init__(self.kind.id)


def response(problem: Problem, instance: str) -> HttpResponse:
    """The problem document; ``instance`` is the address that was asked."""
    kind = problem.kind
    detail = _summary(problem.faults) or kind.detail
    document = {"type": kind.uri, "title": _line(kind.title, " · "), "status": kind.status,
                "detail": _line(detail, " / "), "instance": _short(instance)}  # fmt: skip
    if problem.faults:
        document["faults"] = [_fault(fault) for fault in problem.faults[:MOST_FAULTS]]
    return HttpResponse(encoded(document), status=kind.status, content_type=MEDIA_TYPE)


def of_denied(denied: Denied) -> Problem:
    """The problem behind a refusal: what, why and whom to ask."""
    kind = KINDS["unauthenticated" if isinstance(denied, SignInNeeded) else "forbidden"]
    said = (denied.what, denied.why, denied.ask)
    detail = Text("".join(text.zh for text in said), " ".join(text.en for text in said))
    return Problem(Kind(kind.id, kind.status, kind.title, detail))


def of_status(status: int) -> Problem:
    """The problem behind a bare status, such as Django gives for an address that leads nowhere."""
    for kind in KINDS.values():
        if kind.status == status and kind.id != "malformed":
            return Problem(kind)
    near = KINDS["bad-request" if status < 500 else "internal"]
    return Problem(Kind(near.id, status, Text(near.title.zh, HTTPStatus(status).phrase), near.detail))


def encoded(content: object) -> bytes:
    """JSON in UTF-8; half a surrogate pair, which an echoed name may hold, stays an escape."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def _summary(faults: tuple[Fault, ...]) -> Text | None:
    if not faults:
        return None
    first, count = faults[0].message, len(faults)
    if count == 1:
        return first
    return Text(f"共 {count} 处有误。第一处：{first.zh}", f"{count} faults. The first: {first.en}")


def _fault(fault: Fault) -> dict[str, object]:
    return {"path": _short(fault.path), "code": fault.code, "message": both(_cut(fault.message)),
            "hint": both(_cut(fault.hint))}  # fmt: skip


def _line(text: Text, mark: str) -> str:
    return mark.join(_cut(text).of(language) for language in ("zh", "en"))


def _cut(text: Text) -> Text:
    return Text(_short(text.zh), _short(text.en))


def _short(text: str) -> str:
    """What was sent may be quoted, but never at length."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
