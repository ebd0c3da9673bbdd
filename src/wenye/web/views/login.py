"""Coming in and going out: password, second factor, setting up an authenticator."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from wenye.accounts import demo, factors, sign_in
from wenye.accounts.needs import needs, public
from wenye.accounts.refusals import Refused
from wenye.accounts.requests import known, session_of
from wenye.web import navigation, qr
from wenye.web.door import next_page
from wenye.web.fields import form
from wenye.web.language import catalogue, label, say
from wenye.web.presenters.demo import demo_rows
from wenye.web.ui import Field

WHOLE = ["GET", "HEAD", "POST"]


@public
@sensitive_post_parameters("password")
@require_http_methods(WHOLE)
def login(request: HttpRequest) -> HttpResponse:
    """Account name and password; in the demo with an account for each role."""
    refused = None
    if request.method == "POST":
        try:
            return _let_in(request)
        except Refused as mistake:
            refused = mistake
    elif known(request).access.user_id is not None:
        return HttpResponseRedirect(next_page(request, navigation.home(known(request).access)))
    chosen = demo.account(request.GET.get("as", ""))
    fields = [
        Field("login", label("account.login_name"), chosen.login if chosen else "", auto="username"),
        Field("password", label("account.login_password"), demo.PASSWORD if chosen else "", "password",
              auto="current-password"),
    ]  # fmt: skip
    why = f"account.closed_{request.GET.get('why', '')}"
    context = {
        "form": form(fields, request.POST, refused),
        "next": next_page(request, ""),
        "why": label(why) if why in catalogue() else None,
        "sso": navigation.sso_name(),
        "demos": demo_rows(),
        "password": demo.PASSWORD,
    }
    return render(request, "wenye/account/login.html", context)


def _let_in(request: HttpRequest) -> HttpResponse:
    address = sign_in.client_address(request)
    user = sign_in.by_password(request.POST.get("login", ""), request.POST.get("password", ""), address)
    sign_in.enter(request, user, "password")
    return HttpResponseRedirect(next_page(request, navigation.home(known(request).access)))


@public
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Ends this session."""
    sign_in.leave(request)
    return HttpResponseRedirect(f"{reverse('web:login')}?why=out")


@needs("account.verify")
@sensitive_post_parameters("code")
@require_http_methods(WHOLE)
def factor(request: HttpRequest) -> HttpResponse:
    """The code of the authenticator; whoever has none is led to set one up."""
    user = session_of(request).user
    if not factors.in_force(user):
        return HttpResponseRedirect(f"{reverse('web:factor-set-up')}?{request.GET.urlencode()}")
    refused = None
    if request.method == "POST":
        try:
            factors.verify(known(request).access, user, request.POST.get("code", ""))
        except Refused as mistake:
            refused = mistake
        else:
            sign_in.verified(request)
            return HttpResponseRedirect(next_page(request, navigation.home(known(request).access)))
    field = Field("code", label("factor.code"), kind="code", hint=label("factor.code_hint"), auto="one-time-code")
    context = {"form": form([field], {}, refused), "next": next_page(request, "")}
    return render(request, "wenye/account/factor.html", context)


@needs("account.verify")
@sensitive_post_parameters("code")
@require_http_methods(WHOLE)
def set_up(request: HttpRequest) -> HttpResponse:
    """A QR code for an authenticator, put in force by its first code; then the recovery codes, this once."""
    user = session_of(request).user
    if factors.in_force(user):
        return redirect("web:factor")
    pending = factors.begin(user)
    refused = None
    if request.method == "POST":
        try:
            codes = factors.confirm(known(request).access, user, request.POST.get("code", ""))
        except Refused as mistake:
            refused = mistake
        else:
            sign_in.verified(request)
            onward = next_page(request, navigation.home(known(request).access))
            return render(request, "wenye/account/codes.html", {"codes": codes, "onward": onward})
    secret = factors.secret(pending)
    context = {
        "qr": qr.drawn(factors.address(pending, say("site.name")), say("factor.qr")),
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "form": form([Field("code", label("factor.code"), kind="code", auto="one-time-code")], {}, refused),
        "next": next_page(request, ""),
    }
    return render(request, "wenye/account/set_up.html", context)


@needs("account.own")
@require_http_methods(WHOLE)
def codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes in place of the old ones, shown this once."""
    user = session_of(request).user
    if not factors.in_force(user):
        return redirect("web:factor-set-up")
    if request.method == "POST":
        fresh = factors.new_recovery_codes(known(request).access, user)
        return render(request, "wenye/account/codes.html", {"codes": fresh, "onward": reverse("web:account")})
    return render(request, "wenye/account/renew.html")
