"""The second factor: the code of now, once; recovery codes, once each; and again before a grave act."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_otp.oath import hotp

from tests.accounts.people import code_of, sign_in_of, signed_in, someone, user, with_factor
from wenye.accounts import factors
from wenye.accounts.access import access_of
from wenye.accounts.attempts import LIMITS, Kind, Locked
from wenye.accounts.clock import now, today
from wenye.accounts.factors import WrongCode
from wenye.accounts.models import AuditEntry, Grant, RecoveryCode, SecondFactor, SignIn, User
from wenye.accounts.roles import catalogue

pytestmark = pytest.mark.django_db
FACTOR, SET_UP = "/account/second-factor/", "/account/second-factor/set-up/"


def verify(to: User, code: str) -> None:
    factors.verify(access_of(to, today(), verified=False), to, code)


def test_codes_are_those_of_the_standard() -> None:
    key = b"12345678901234567890"  # RFC 4226, appendix D
    assert [hotp(key, count) for count in range(4)] == [755224, 287082, 359152, 969429]


# Codes


def test_a_code_serves_once() -> None:
    officer = someone("town_officer")
    code = code_of(with_factor(officer))
    verify(officer, code)
    with pytest.raises(WrongCode):
        verify(officer, code)


def test_a_code_before_one_that_was_taken_does_not_serve_any_more() -> None:
    officer = someone("town_officer")
    factor = with_factor(officer)
    before, now_ = code_of(factor, -1), code_of(factor)
    verify(officer, now_)
    with pytest.raises(WrongCode):
        verify(officer, before)


@pytest.mark.parametrize(("ahead", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(ahead: int, taken: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: 1_600_000_015.0)
    officer = someone("town_officer")
    code = code_of(with_factor(officer), ahead)
    if taken:
        verify(officer, code)
    else:
        with pytest.raises(WrongCode):
            verify(officer, code)


@pytest.mark.parametrize("wide", [False, True])
def test_a_code_may_be_typed_with_spaces_and_in_full_width(wide: bool) -> None:
    officer = someone("town_officer")
    code = code_of(with_factor(officer))
    typed = "".join(chr(ord(digit) + 0xFEE0) for digit in code) if wide else code
    verify(officer, f" {typed[:3]} {typed[3:]} ")


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "动态码", "0" * 500])
def test_what_is_no_code_is_refused(code: str) -> None:
    officer = someone("town_officer")
    with_factor(officer)
    with pytest.raises(WrongCode):
        verify(officer, code)


def test_five_wrong_codes_lock_even_the_right_one() -> None:
    officer = someone("town_officer")
    factor = with_factor(officer)
    for _ in range(LIMITS[Kind.FACTOR]):
        with pytest.raises(WrongCode):
            verify(officer, "000000" if code_of(factor) != "000000" else "000001")
    with pytest.raises(Locked):
        verify(officer, code_of(factor))


def test_an_authenticator_that_was_never_confirmed_does_not_serve() -> None:
    officer = someone("town_officer")
    with pytest.raises(WrongCode):
        verify(officer, code_of(factors.begin(officer)))


def test_the_secret_is_sealed_and_bound_to_its_row() -> None:
    first, second = with_factor(someone("analyst")), with_factor(someone("analyst"))
    plain = bytes.fromhex(first.reveal("secret") or "")
    assert plain not in bytes(first.secret)
    SecondFactor.objects.filter(pk=second.pk).update(secret=first.secret)
    with pytest.raises(Exception, match="无法解开"):
        verify(second.user, code_of(first))


# Setting up


def set_up(client: Client) -> tuple[str, list[str]]:
    """The page's key, and the recovery codes that are shown after the first code."""
    page = client.get(SET_UP).content.decode()
    key = re.search(r"密钥：([A-Z2-7 ]+)", page)
    assert key
    assert page.count('class="qr"') == 1
    factor = SecondFactor.objects.get()
    assert factors.secret(factor) == key[1].replace(" ", "")
    shown = client.post(SET_UP, {"code": code_of(factor)}).content.decode()
    return key[1], re.findall(r">([a-z2-9]{5}-[a-z2-9]{5})<", shown)


def test_setting_up_shows_the_recovery_codes_once_and_lets_in(client: Client) -> None:
    officer = someone("town_officer")
    signed_in(client, officer, verified=False)
    key, codes = set_up(client)
    assert len(set(codes)) == factors.RECOVERY_CODES
    assert client.get("/account/").status_code == 200
    pages = ("/account/", SET_UP, "/account/second-factor/codes/")
    again = "".join(client.get(page).content.decode() for page in pages)
    assert not any(code in again for code in codes)
    assert key not in again
    kept = repr(list(RecoveryCode.objects.values())) + repr(list(AuditEntry.objects.values()))
    kept += "".join(Session.objects.values_list("session_data", flat=True))
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


def test_a_wrong_first_code_leaves_the_door_shut(client: Client) -> None:
    signed_in(client, someone("town_officer"), verified=False)
    client.get(SET_UP)
    page = client.post(SET_UP, {"code": "000000"}).content.decode()
    assert "动态码不对" in page
    assert client.get("/account/").status_code == 302
    assert not factors.in_force(User.objects.get())


def test_nobody_sets_up_another_authenticator_before_showing_the_first(client: Client) -> None:
    officer = someone("town_officer")
    factor = with_factor(officer)
    signed_in(client, officer, verified=False)
    assert client.get(SET_UP).status_code == 302
    assert client.post(SET_UP, {"code": code_of(factor)}).headers["Location"] == FACTOR
    assert client.get("/account/").status_code == 302


def test_a_recovery_code_serves_once(client: Client) -> None:
    officer = someone("town_officer")
    signed_in(client, officer, verified=False)
    _, codes = set_up(client)
    verify(officer, codes[0].upper().replace("-", " "))
    with pytest.raises(WrongCode):
        verify(officer, codes[0])
    verify(officer, codes[1])
    assert AuditEntry.objects.filter(act="account.recovery").latest("id").details == {"left": 8}


def test_new_recovery_codes_end_the_old_ones(client: Client) -> None:
    officer = someone("town_officer")
    signed_in(client, officer, verified=False)
    _, codes = set_up(client)
    client.post("/account/second-factor/codes/")
    with pytest.raises(WrongCode):
        verify(officer, codes[0])


def test_a_recovery_code_of_one_does_not_serve_another(client: Client) -> None:
    officer, other = someone("town_officer"), someone("town_officer")
    signed_in(client, officer, verified=False)
    _, codes = set_up(client)
    with_factor(other)
    with pytest.raises(WrongCode):
        verify(other, codes[0])


# Once more, before a grave act


@pytest.fixture
def administrator(client: Client) -> User:
    """A security administrator, signed in, who showed the second factor twenty minutes ago."""
    made = someone("security_admin")
    signed_in(client, made)
    SignIn.objects.update(verified_at=now() - timedelta(minutes=20))
    return made


GRANT = {"do": "grant", "role": "analyst", "since": "2019-11-20", "reason": '任命文件 <3> & "四"'}


def test_a_grave_act_asks_once_more_and_keeps_what_was_typed(client: Client, administrator: User) -> None:
    factor, somebody = with_factor(administrator), user()
    page = client.post(f"/staff/users/{somebody.pk}/", GRANT)
    assert page.status_code == 403
    kept = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode()))
    assert kept["reason"] == "任命文件 &lt;3&gt; &amp; &quot;四&quot;"
    assert not Grant.objects.filter(user=somebody).exists()
    done = client.post(f"/staff/users/{somebody.pk}/", GRANT | {"second_factor_code": code_of(factor)})
    assert done.status_code == 302
    assert Grant.objects.get(user=somebody).reason == GRANT["reason"]
    assert now() - (sign_in_of(client).verified_at or now()) < timedelta(minutes=1)
    assert client.post(f"/staff/users/{somebody.pk}/", GRANT | {"role": "supervision"}).status_code == 302


def test_a_wrong_code_does_nothing_and_says_so(client: Client, administrator: User) -> None:
    with_factor(administrator)
    somebody = user()
    page = client.post(f"/staff/users/{somebody.pk}/", GRANT | {"second_factor_code": "000000"})
    assert page.status_code == 403
    assert "动态码不对" in page.content.decode()
    assert 'name="second_factor_code" value=""' in page.content.decode()
    assert not Grant.objects.filter(user=somebody).exists()


def test_looking_needs_no_second_code(client: Client, administrator: User) -> None:
    assert client.get("/staff/users/locked/").status_code == 200


def test_files_that_cannot_be_kept_are_told(client: Client, administrator: User) -> None:
    paper = SimpleUploadedFile("a.pdf", b"%PDF")
    page = client.post(f"/staff/users/{user().pk}/", GRANT | {"paper": paper}).content.decode()
    assert "重新选择" in page


def test_every_grave_act_is_in_the_hands_of_roles_with_a_second_factor() -> None:
    for act in catalogue().acts.values():
        holders = [role for role in catalogue().roles.values() if act.id in role.acts]
        assert not act.grave or all(role.second_factor for role in holders), act.id
