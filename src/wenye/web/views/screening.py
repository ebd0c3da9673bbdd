"""我能享受什么: choose who, answer one question a page, see the result; the answers stay in this visit's session."""

from collections.abc import Container, Iterable, Sequence

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from wenye.accounts.clock import today
from wenye.accounts.needs import public
from wenye.feel.types import Boolean
from wenye.library import library, screener
from wenye.policy.model import Fact
from wenye.policy.screen import Question, Screened, Who
from wenye.policy.screen import Screening as Engine
from wenye.web import answers as store
from wenye.web import keeping, records
from wenye.web.answers import Screening
from wenye.web.context import demo
from wenye.web.forms import Answer, Asked, Mistake, answerable, read, read_ticks
from wenye.web.language import label, said, say
from wenye.web.presenters import answered, outcome
from wenye.web.presenters import question as presenter
from wenye.web.presenters.home import identities
from wenye.web.ui import Link
from wenye.web.views import reopen


def _who(subject: str) -> Who:
    if subject == "person":
        return "person"
    if subject == "firm":
        return "firm"
    raise Http404


def _screened(screening: Screening) -> tuple[Screened, ...]:
    return _engine(screening).results(screening.answers)


def _engine(screening: Screening) -> Engine:
    return screener.screening(_who(screening.subject), today(), screening.benefit, screening.want)


def _begun(request: HttpRequest, subject: str) -> Screening | None:
    _who(subject)
    return store.stored(request, subject)


def _carried(request: HttpRequest, subject: str) -> Screening | None:
    """The answers that the sent page carries along, for a visit that ended while somebody was still reading it."""
    try:
        kept = keeping.opened(request.POST.get("carried", ""), library().pack).screening
    except keeping.Unusable:
        return None
    return kept if kept.subject == subject else None


@public
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Who asks; from the home page's sentence the answer is already known."""
    named = request.GET.get("is", "")
    if named in {choice.id for choice in identities(library())}:
        query = request.GET.urlencode()
        subject = "firm" if named == "firm" else "person"
        return redirect(f"{reverse('web:check-begin', args=[subject])}?{query}")
    context = {
        "people": records.offers("person") if demo() else [],
        "firms": records.offers("firm") if demo() else [],
    }
    return render(request, "wenye/check/start.html", context)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, subject: str) -> HttpResponse:
    """What will be asked and what happens to the answers; then the first question."""
    who = _who(subject)
    sent = request.POST if request.method == "POST" else request.GET
    want, benefit, named, key = (sent.get(name, "") for name in ("want", "benefit", "is", "record"))
    screening = Screening(
        who, want=_known(want, library().pack.purposes), benefit=_known(benefit, library().pack.benefits)
    )
    if request.method == "POST":
        _prefill(screening, named, key)
        store.keep(request, screening)
        return _onward(screening)
    context = {
        "who": who,
        "screening": screening,
        "named": named,
        "about": _about(screening),
        "resume": store.stored(request, who),
        "ended": "ended" in request.GET,
        "open_saved": Link(label("check.open_link"), reverse("web:check-open")),
    }
    return render(request, "wenye/check/begin.html", context)


def _known(name: str, names: Container[str]) -> str:
    """``name`` where the pack has it; what an address may say beyond that means nothing."""
    return name if name in names else ""


def _onward(screening: Screening) -> HttpResponse:
    """To the result, or to the next question: it has an address of its own, to which the browser's way back leads."""
    asked = _engine(screening).next(screening.answers)
    if asked is None:
        return redirect("web:check-result", screening.subject)
    return redirect(_address(screening, [fact.id for fact in asked.facts]))


def _address(screening: Screening, names: Iterable[str]) -> str:
    """Where a question is asked."""
    place = reverse("web:check-question", args=[screening.subject])
    return f"{place}?{'&'.join(f'fact={name}' for name in names)}"


def _ended(subject: str) -> HttpResponse:
    """There are no answers (any more): back to the beginning, where it is said."""
    return redirect(f"{reverse('web:check-begin', args=[subject])}?ended=1")


def _prefill(screening: Screening, named: str, key: str) -> None:
    facts = library().pack.facts
    if named in facts and facts[named].group == "person_groups":
        screening.answer({named: True})
    if key and demo():
        record = records.record(screening.subject, key)
        if record is None:
            raise Http404
        screening.who, screening.key = record.name, key
        screening.answers.update(record.facts)
        screening.prefilled = list(record.facts)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, subject: str) -> HttpResponse:
    """One question; ``?fact=`` asks an answered one again."""
    screening = _begun(request, subject) or _carried(request, subject)
    if screening is None:
        return _ended(subject)
    facts, left = _facts(request, screening)
    if not facts:
        return redirect("web:check-result", subject)
    if request.method == "POST":
        return _answer(request, screening, facts)
    return _ask(request, screening, facts, left)


def _facts(request: HttpRequest, screening: Screening) -> tuple[Sequence[Fact], int | None]:
    """The facts of the page asked for: the ones named, or the next that matter."""
    sent = request.POST if request.method == "POST" else request.GET
    pack = library().pack
    names = dict.fromkeys(name for name in sent.getlist("fact") if name in pack.facts and answerable(pack.facts[name]))
    named = [pack.facts[name] for name in names]
    if len(named) > 1 and not all(isinstance(fact.type, Boolean) for fact in named):
        named = named[:1]  # only what is answered by ticks stands together on a page
    asked: Question | None = _engine(screening).next(screening.answers)
    if not named:
        return (asked.facts, asked.left) if asked else ((), 0)
    return named, asked.left if asked is not None and list(asked.facts) == named else None


def _answer(request: HttpRequest, screening: Screening, facts: Sequence[Fact]) -> HttpResponse:
    values = _read(request, facts)
    if isinstance(values, Mistake):
        return _ask(request, screening, facts, None, values)
    screening.answer(values)
    store.keep(request, screening)
    if request.POST.get("then") == "answers":
        return redirect("web:check-answers", screening.subject)
    return _onward(screening)


def _read(request: HttpRequest, facts: Sequence[Fact]) -> dict[str, Answer] | Mistake:
    if "skip" in request.POST:
        return {fact.id: None for fact in facts}
    if len(facts) > 1:
        return read_ticks([Asked(fact) for fact in facts], request.POST.getlist("ticks"))
    value = read(Asked(facts[0]), request.POST)
    return value if isinstance(value, Mistake) else {facts[0].id: value}


def _ask(
    request: HttpRequest,
    screening: Screening,
    facts: Sequence[Fact],
    left: int | None,
    mistake: Mistake | None = None,
) -> HttpResponse:
    names = [fact.id for fact in facts]
    deciding = [
        said(item.benefit.label)
        for item in _screened(screening)
        if item.outcome == "unknown" and set(names) & set(item.missing)
    ]
    ticked = request.POST.getlist("ticks") if mistake else None
    sent = {name: str(value) for name, value in request.POST.items()} if mistake else {}
    page = presenter.view(
        library(),
        screening.subject,
        facts,
        screening.answers,
        deciding,
        len(screening.pages),
        left,
        sent,
        ticked,
        mistake,
    )
    context = {
        "q": page,
        "names": names,
        "back": _back(screening, names),
        "then": request.GET.get("then", request.POST.get("then", "")),
        "screening": screening,
        "carried": keeping.code(screening, library().pack),
    }
    return render(request, "wenye/check/question.html", context)


def _back(screening: Screening, names: list[str]) -> str:
    before = screening.before(names)
    if before is None:
        return reverse("web:check-begin", args=[screening.subject])
    return _address(screening, before)


@public
@require_safe
def answers(request: HttpRequest, subject: str) -> HttpResponse:
    """What was answered, each with a way to change it."""
    screening = _begun(request, subject)
    if screening is None:
        return _ended(subject)
    more = _engine(screening).next(screening.answers) is not None
    return render(
        request,
        "wenye/check/answers.html",
        {"rows": answered.rows(library(), screening), "screening": screening, "more": more},
    )


def _result(screening: Screening) -> dict[str, object]:
    left = _engine(screening).next(screening.answers)
    return {
        "screening": screening,
        "result": outcome.view(library(), screening.subject, screening.answers, _screened(screening)),
        "rows": answered.rows(library(), screening),
        "left": left.left if left else 0,
        "about": _about(screening),
    }


def _about(screening: Screening) -> object:
    pack = library().pack
    if screening.benefit in pack.benefits:
        return pack.benefits[screening.benefit].label
    return pack.purposes[screening.want].label if screening.want in pack.purposes else None


@public
@require_safe
def result(request: HttpRequest, subject: str) -> HttpResponse:
    """The sum, then the lists, each item with its clause and the sentence that decided."""
    screening = _begun(request, subject)
    if screening is None:
        return _ended(subject)
    lost = request.GET.get("lost", "")
    context = _result(screening) | reopen.way_back(request, screening)
    context["lost"] = int(lost) if lost.isdecimal() and len(lost) < 4 else 0
    return render(request, "wenye/check/result.html", context)


@public
@require_GET
def save(request: HttpRequest, subject: str) -> HttpResponse:
    """The result as one file for the visitor's own device."""
    screening = _begun(request, subject)
    if screening is None:
        return _ended(subject)
    context = _result(screening) | reopen.way_back(request, screening)
    response = HttpResponse(render_to_string("wenye/check/saved.html", context, request))
    name = f"{say('check.filename')}-{today().isoformat()}.html"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@public
@require_POST
def clear(request: HttpRequest, subject: str) -> HttpResponseRedirect:
    """Delete the answers now."""
    _who(subject)
    store.forget(request, subject)
    return HttpResponseRedirect(reverse("web:check"))
