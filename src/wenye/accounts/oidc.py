"""Single sign-on by OpenID Connect: authorization code with PKCE, state and nonce; issuer and audience checked.

Whoever the provider names is let in only where that identity (issuer and stable subject) was linked to an account by
its own user. No account and no role is made from what a provider says.
"""

from dataclasses import dataclass
from typing import Any

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from joserfc.errors import JoseError
from requests.exceptions import RequestException

from wenye.accounts.models import LinkedIdentity, User
from wenye.accounts.refusals import Refused

NAME = "sso"
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
"""Signatures by a key pair alone: a shared secret, or none, proves nothing here."""
PATIENCE = 10
"""Seconds until a provider that does not answer is given up."""


class ProviderFailed(Refused):
    """The provider does not answer, or its answer does not hold."""

    def __init__(self, why: str) -> None:
        super().__init__(
            "login", f"统一身份登录没有成功（{why}），请重新登录；仍不成功的，请用账户名和密码。",
            f"The single sign-on failed ({why}). Try again, or use account name and password.",
        )  # fmt: skip


class NotLinked(Refused):
    """The provider knows somebody whom no account here is linked to."""

    def __init__(self) -> None:
        super().__init__(
            "login", "这个统一身份还没有关联账户。请先用账户名和密码登录，再到“我的账户”里关联。",
            "No account is linked to this identity. Sign in with your password first and link it in your account.",
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom the provider named."""

    issuer: str
    subject: str


def begin(request: HttpRequest, back: str) -> HttpResponse:
    """Leads to the provider; ``back`` is the absolute address that it answers to. Raises ProviderFailed."""
    try:
        led: HttpResponse = _client().authorize_redirect(request, back)
        return led
    except (OAuthError, RequestException, ValueError, KeyError) as error:
        raise ProviderFailed(type(error).__name__) from None


def finish(request: HttpRequest) -> Identity:
    """Whom the provider named in its answer to this very session. Raises ProviderFailed."""
    try:
        return _identity(request)
    except (OAuthError, JoseError, RequestException, ValueError, KeyError, TypeError) as error:
        raise ProviderFailed(type(error).__name__) from None


def _identity(request: HttpRequest) -> Identity:
    provider = _provider()
    client = _client()
    client.load_server_metadata()["id_token_signing_alg_values_supported"] = ALGORITHMS
    options = {
        "iss": {"essential": True, "values": [provider["issuer"], provider["issuer"] + "/"]},
        "aud": {"essential": True, "values": [provider["client"]]},
    }
    token = client.authorize_access_token(request, claims_options=options)
    claims = token.get("userinfo")
    if not claims or not claims.get("sub"):
        raise ValueError("no identity token")
    return Identity(provider["issuer"], str(claims["sub"])[:255])


def user_of(identity: Identity) -> User:
    """The user whom the identity is linked to. Raises NotLinked."""
    rows = LinkedIdentity.objects.filter(issuer=identity.issuer, subject=identity.subject)
    found = rows.select_related("user").first()
    if found is None or not found.user.may_enter:
        raise NotLinked
    return found.user


def _provider() -> dict[str, str]:
    if settings.WENYE_OIDC is None:
        raise ValueError("no provider is named")
    return settings.WENYE_OIDC


def _client() -> Any:
    provider = _provider()
    return OAuth().register(
        NAME,
        client_id=provider["client"],
        client_secret=provider["secret"] or None,
        server_metadata_url=f"{provider['issuer']}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid", "code_challenge_method": "S256", "default_timeout": PATIENCE},
    )
