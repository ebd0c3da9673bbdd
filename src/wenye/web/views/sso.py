"""Single sign-on: out to the provider and back, to come in or to link the identity to an account."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from wenye.accounts import oidc, services, sign_in
from wenye.accounts.needs import check, needs, public
from wenye.accounts.oidc import Identity
from wenye.accounts.refusals import Refused
from wenye.accounts.requests import known, session_of
from wenye.web import navigation
from wenye.web.door import next_page

NEXT, LINK = "sso_next", "sso_link"


@public
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Leads to the provider."""
    if settings.WENYE_OIDC is None:
        raise Http404
    request.session[NEXT] = next_page(request, "")
    try:
        return oidc.begin(request, request.build_absolute_uri(reverse("web:sso-back")))
    except Refused as refused:
        return _failed(request, refused)


@needs("account.own")
@require_POST
def link(request: HttpRequest) -> HttpResponse:
    """Notes that the user wants to link an identity, so that nobody else can start it, and shows the way out."""
    if settings.WENYE_OIDC is None:
        raise Http404
    request.session[LINK] = True
    return render(request, "wenye/account/sso_link.html", {"sso": navigation.sso_name()})


@public
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """The provider's answer: a linked identity comes in, and whoever is signed in already links his."""
    if settings.WENYE_OIDC is None:
        raise Http404
    try:
        identity = oidc.finish(request)
        if request.session.pop(LINK, False):
            return _link(request, identity)
        user = oidc.user_of(identity)
    except Refused as refused:
        return _failed(request, refused)
    onward = request.session.pop(NEXT, "")
    sign_in.enter(request, user, "oidc")
    return HttpResponseRedirect(onward or navigation.home(known(request).access))


def _link(request: HttpRequest, identity: Identity) -> HttpResponse:
    check(request, "account.own")
    services.link_identity(known(request).access, session_of(request).user, identity.issuer, identity.subject)
    return HttpResponseRedirect(f"{reverse('web:account')}?done=link")


def _failed(request: HttpRequest, refused: Refused) -> HttpResponse:
    return render(request, "wenye/account/sso_failed.html", {"refused": refused}, status=403)
