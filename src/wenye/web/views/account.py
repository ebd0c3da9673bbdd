"""A user's own account: password, sessions, for whom the user acts, who may act for and who looked at the user."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenye.accounts import factors, mandates, services, sign_in
from wenye.accounts.access import Access
from wenye.accounts.models import Mandate, SignIn, User
from wenye.accounts.needs import needs
from wenye.accounts.refusals import Refused
from wenye.accounts.requests import known, session_of
from wenye.accounts.unmasking import lookups_of
from wenye.web import navigation
from wenye.web.door import next_page
from wenye.web.fields import Form, form
from wenye.web.language import catalogue, label
from wenye.web.presenters import account as presenter
from wenye.web.ui import Choice, Field

WHOLE = ["GET", "HEAD", "POST"]
MOST_LOOKS = 200


def done(request: HttpRequest) -> object:
    """What was just done, for the banner; nothing for a word that is no label."""
    key = f"account.done_{request.GET.get('done', '')}"
    return label(key) if key in catalogue() else None


@needs("account.own")
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The account on one page."""
    user = session_of(request).user
    access = known(request).access
    context = {
        "user_shown": user,
        "roles": presenter.held(access),
        "acting": access.acting,
        "factor": factors.in_force(user),
        "codes_left": user.recovery_codes.filter(used_at=None).count(),
        "identity": user.identities.exists(),
        "sso": navigation.sso_name(),
        "sessions": presenter.sessions(user, session_of(request)),
        "for_me": [(item, presenter.mandate(item)) for item in mandates.mandates_about(access.me)],
        "done": done(request),
        "staff_nav": navigation.staff(access, "account"),
    }
    return render(request, "wenye/account/own.html", context)


@needs("account.password")
@sensitive_post_parameters("old", "new")
@require_http_methods(WHOLE)
def password(request: HttpRequest) -> HttpResponse:
    """A new password; all other sessions end."""
    user = session_of(request).user
    first = user.must_change_password
    refused = None
    if request.method == "POST":
        try:
            services.change_password(
                known(request).access, user, old=request.POST.get("old", ""), new=request.POST.get("new", "")
            )
        except Refused as mistake:
            refused = mistake
        else:
            sign_in.keep_alone(request, user)
            onward = next_page(request, navigation.home(known(request).access)) if first else ""
            return HttpResponseRedirect(onward or f"{reverse('web:account')}?done=password")
    fields = [
        Field("old", label("account.password_old"), kind="password", auto="current-password"),
        Field("new", label("account.password_new"), kind="password", hint=label("account.password_hint"),
              auto="new-password"),
    ]  # fmt: skip
    context = {"form": form(fields, {}, refused), "first": first, "next": next_page(request, "")}
    return render(request, "wenye/account/password.html", context)


@needs("account.own")
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """Ends one of the own sessions, or all but this one."""
    user = session_of(request).user
    if request.POST.get("session") == "others":
        services.end_own_others(known(request).access, user, session_of(request))
    else:
        row = get_object_or_404(SignIn, user=user, pk=_number(request.POST.get("session", "")))
        services.end_own_session(known(request).access, row)
    return HttpResponseRedirect(f"{reverse('web:account')}?done=session#sessions")


def _number(text: str) -> int:
    """A row's id as it was sent; 0, which no row has, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0


@needs("account.own")
@require_safe
def looked(request: HttpRequest) -> HttpResponse:
    """Who saw the user's own numbers whole, when and why."""
    me = known(request).access.me
    entries = list(lookups_of(me)[:MOST_LOOKS]) if me else []
    context = {"looks": presenter.looks(entries), "known": me is not None}
    return render(request, "wenye/account/looked.html", context)


@needs("account.own")
@require_http_methods(WHOLE)
def acting(request: HttpRequest) -> HttpResponse:
    """For whom the user acts from now on; a firm's managing user also names and removes its users here."""
    refused = None
    if request.method == "POST":
        try:
            return HttpResponseRedirect(f"{reverse('web:account-for')}?done={_acted(request)}")
        except Refused as mistake:
            refused = mistake
    return render(request, "wenye/account/for.html", _acting(request, refused))


def _acted(request: HttpRequest) -> str:
    access, sent = known(request).access, request.POST
    if sent.get("do") == "add" and access.acting:
        who = User.objects.filter(login=sent.get("login", "").strip().lower(), is_active=True).first()
        if who is None:
            text = label("account.firm_unknown")
            raise Refused("login", text.zh, text.en)
        mandates.add_firm_user(access, who, access.acting.subject, label=access.acting.label)
        return "added"
    if sent.get("do") == "end":
        mandates.revoke(access, _revocable(access, sent.get("mandate", "")))
        return "mandate"
    wanted = sent.get("for", "")
    mandates.choose(access, session_of(request), _number(wanted) if wanted else None)
    return "for"


def _revocable(access: Access, key: str) -> Mandate:
    """A mandate of the user's, about the user, or of the firm whose users he manages."""
    found = get_object_or_404(Mandate, pk=_number(key), revoked_at=None)
    about = (found.entity, found.subject)
    managed = access.acting is not None and access.acting.manages and about == access.acting.subject
    if found.user_id != access.user_id and about != access.me and not managed:
        raise Http404
    return found


def _acting(request: HttpRequest, refused: Refused | None) -> dict[str, object]:
    access = known(request).access
    mine = list(mandates.mandates_of(session_of(request).user))
    myself = [Choice("", label("account.acting_self"))] if access.me or not mine else []
    choices = myself + [Choice(str(item.pk), item.label, presenter.mandate(item)) for item in mine]
    now = str(access.acting.mandate) if access.acting else ""
    firm = access.acting if access.acting and access.acting.manages else None
    users: list[Mandate] = []
    if firm is not None:
        users = [item for item in mandates.mandates_about(firm.subject) if item.kind == Mandate.Kind.FIRM]
    adding = [Field("login", label("account.firm_login"))]
    return {
        "form": Form([Field("for", label("account.for_who"), now, "choices", choices=choices)], []),
        "mine": mine,
        "firm": firm,
        "firm_users": users,
        "adding": form(adding, request.POST, refused),
        "may_consent": access.may("consent.record"),
        "done": done(request),
    }
