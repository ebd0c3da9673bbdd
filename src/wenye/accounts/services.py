"""Accounts and roles: made, granted, confirmed, ended, closed. Each service asks whether it may, and leaves a trace."""

import re
from datetime import date

from django.db import IntegrityError, transaction

from wenye.accounts import attempts, audit, passwords, sign_in
from wenye.accounts.access import SYSTEM, Access, Subject, current
from wenye.accounts.clock import now, today
from wenye.accounts.models import Attempt, Grant, LinkedIdentity, RecoveryCode, SecondFactor, SignIn, User
from wenye.accounts.places import towns, units
from wenye.accounts.plain import Details, personal
from wenye.accounts.refusals import Refused
from wenye.accounts.roles import Role, catalogue

LOGIN = re.compile(r"[a-z][a-z0-9._-]{2,31}")


def make_user(access: Access, *, login: str, name: str, me: Subject | None = None) -> tuple[User, str]:
    """A new account and its first password, to be told to its user and changed at the first sign-in."""
    access.require("users.manage")
    login, name = login.strip().lower(), name.strip()
    _check_login(login)
    if not name or len(name) > User._meta.get_field("name").max_length:  # type: ignore[operator]
        raise Refused("name", "请填写姓名，最多 60 个字。", "Give a name of at most 60 characters.")
    first = passwords.first_password()
    entity, subject = me or ("", None)
    user = User(login=login, name=name, entity=entity, subject=subject, must_change_password=True)
    user.set_password(first)
    try:
        with transaction.atomic():
            user.save()
            audit.record(access, "users.manage", "account", user.pk, details={"did": "made", "login": login})
    except IntegrityError:
        raise Refused("login", f"账户名 {login} 已有人用，请换一个。", f"The name {login} is taken.") from None
    return user, first


def _check_login(login: str) -> None:
    if not LOGIN.fullmatch(login) or personal(login):
        raise Refused(
            "login",
            "账户名用小写字母开头，3 到 32 个小写字母、数字、点、横线；不要用电话或证件号。",
            "An account name begins with a small letter and has 3 to 32 small letters, digits, dots or hyphens.",
        )


def close_user(access: Access, user: User, *, reason: str) -> None:
    """Closes an account: nobody comes in with it, and its sessions end at once."""
    _not_oneself(access, user)
    with transaction.atomic():
        _manage(access, user, "closed", reason)
        User.objects.filter(pk=user.pk).update(is_active=False)
        sign_in.end_all(user)


def reopen_user(access: Access, user: User, *, reason: str) -> None:
    """Opens a closed account again."""
    _not_oneself(access, user)
    with transaction.atomic():
        _manage(access, user, "reopened", reason)
        User.objects.filter(pk=user.pk).update(is_active=True)


def reset_password(access: Access, user: User, *, reason: str) -> str:
    """A new first password in place of a forgotten one; all sessions end."""
    _not_oneself(access, user)
    first = passwords.first_password()
    with transaction.atomic():
        _manage(access, user, "password reset", reason)
        user.set_password(first)
        user.must_change_password = True
        user.save(update_fields=["password", "must_change_password"])
        sign_in.end_all(user)
    return first


def _manage(access: Access, user: User, did: str, reason: str) -> None:
    access.require("users.manage")
    audit.record(access, "users.manage", "account", user.pk, reason=_reason(reason), details={"did": did})


def _not_oneself(access: Access, user: User) -> None:
    if access.user_id == user.pk:
        raise Refused("reason", "不能对自己的账户这样做，请由另一位管理员办理。", "Another administrator must do this to you.")


def _reason(reason: str) -> str:
    if len(reason.strip()) < 2:
        raise Refused("reason", "请写明原因。", "Say why.")
    return reason.strip()


def change_password(access: Access, user: User, *, old: str, new: str) -> None:
    """The user's own change; the caller keeps the session of the request, all others end."""
    access.require("account.password")
    with attempts.one_at_a_time(attempts.Kind.LOGIN, user.login):
        attempts.check(attempts.Kind.LOGIN, user.login)
        if not user.check_password(old):
            attempts.failed(attempts.Kind.LOGIN, user.login, user=user)
            raise Refused("old", "现在的密码不对。", "The present password is wrong.")
    found = passwords.faults(new, user)
    if old == new:
        raise Refused("new", "新密码不能和现在的一样。", "The new password must differ from the present one.")
    if found:
        raise Refused("new", "".join(text.zh for text in found), " ".join(text.en for text in found))
    with transaction.atomic():
        user.set_password(new)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
        audit.record(access, "account.password", "account", user.pk)


# Roles


def grant_role(
    access: Access,
    user: User,
    role: str,
    *,
    area: str = "",
    unit: str = "",
    since: date | None = None,
    until: date | None = None,
    reason: str,
) -> Grant:
    """Grants a role. A grave one waits for ``confirm_grant``. Raises Refused; Denied to who grants to himself."""
    access.require("roles.grant")
    access.distinct_from(user.pk)
    found = _role(role)
    since = since or today()
    if until is not None and until < since:
        raise Refused("until", "结束日期早于开始日期。", "The last day is before the first.")
    _check_reach(found, area, unit)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        _check_clashes(user, found, since, until)
        grant = Grant.objects.create(
            user=user, role=role, area=area, unit=unit, valid_from=since, valid_until=until, reason=_reason(reason),
            granted_by_id=access.user_id, granted_at=now(),
        )  # fmt: skip
        _trace(access, "roles.grant", grant, reason)
    return grant


def confirm_grant(access: Access, grant: Grant) -> None:
    """The second person's word for a grave role: neither who granted it nor who is granted it."""
    access.require("roles.confirm")
    access.distinct_from(grant.user_id, grant.granted_by_id)
    with transaction.atomic():
        waiting = Grant.objects.filter(pk=grant.pk, confirmed_at=None, ended_at=None)
        if not waiting.update(confirmed_by_id=access.user_id, confirmed_at=now()):
            raise Refused("grant", "这项授权已经确认或已经结束。", "This grant was confirmed or ended already.")
        _trace(access, "roles.confirm", grant, "")


def end_grant(access: Access, grant: Grant, *, reason: str) -> None:
    """Takes a role back at once."""
    access.require("roles.grant")
    access.distinct_from(grant.user_id)
    with transaction.atomic():
        if not Grant.objects.filter(pk=grant.pk, ended_at=None).update(ended_at=now(), ended_by_id=access.user_id):
            raise Refused("grant", "这项授权已经结束。", "This grant has ended already.")
        _trace(access, "roles.grant", grant, _reason(reason), ended=True)


def _role(name: str) -> Role:
    if name not in catalogue().roles:
        raise Refused("role", "请选择角色。", "Choose a role.")
    return catalogue().roles[name]


def _check_reach(role: Role, area: str, unit: str) -> None:
    if area and area not in towns():
        raise Refused("area", "没有这个镇（街道）。", "There is no such town.")
    if unit and unit not in units():
        raise Refused("unit", "没有这个单位。", "There is no such unit.")
    if role.reach == "area" and not area:
        raise Refused("area", f"{role.label.zh}要指定镇（街道）。", f"{role.label.en}: choose a town.")
    if role.reach == "unit" and not unit:
        raise Refused("unit", f"{role.label.zh}要指定单位。", f"{role.label.en}: choose a unit.")
    if role.reach in ("own", "district") and (area or unit):
        raise Refused("area", f"{role.label.zh}不分镇和单位，请留空。", f"{role.label.en}: leave town and unit empty.")


def _check_clashes(user: User, role: Role, since: date, until: date | None) -> None:
    """Roles that nobody may hold together must not overlap, whether confirmed or not."""
    live = Grant.objects.filter(user=user, ended_at=None)
    live = live.exclude(valid_until__lt=since)
    if until is not None:
        live = live.exclude(valid_from__gt=until)
    clashing = catalogue().clashes(role.id, live.values_list("role", flat=True))
    if clashing:
        other = catalogue().role(clashing[0]).label
        raise Refused(
            "role",
            f"此人已是{other.zh}，不能同时是{role.label.zh}。请先结束原来的角色，或者交给另一个人。",
            f"This person is {other.en} and cannot be {role.label.en} too. End that role or choose another.",
        )


def _trace(access: Access, act: str, grant: Grant, reason: str, *, ended: bool = False) -> None:
    until = grant.valid_until.isoformat() if grant.valid_until else None
    details: Details = {
        "role": grant.role, "area": grant.area, "unit": grant.unit, "to": grant.user_id, "ended": ended,
        "from": grant.valid_from.isoformat(), "until": until,
    }  # fmt: skip
    audit.record(access, act, "grant", grant.pk, area=grant.area, reason=reason, details=details)


def first_administrator(login: str, name: str, role: str) -> tuple[User, str]:
    """An administrator made at the machine itself, once: where somebody holds the role, he grants it."""
    found = _role(role)
    if not found.grave or found.public:
        raise Refused("role", "这里只建立管理员。", "Only administrators are made here.")
    with transaction.atomic():
        living = current(Grant.objects.filter(role=role, ended_at=None).select_related("user"), today())
        if any(grant.user.may_enter for grant in living):
            raise Refused("role", f"已经有人是{found.label.zh}，请由安全管理员在网页上授权。",
                          f"Somebody is {found.label.en} already; the security administrator grants it.")  # fmt: skip
        user, first = make_user(SYSTEM, login=login, name=name)
        grant = Grant.objects.create(
            user=user, role=role, valid_from=today(), reason="首位管理员", granted_at=now(), confirmed_at=now()
        )
        _trace(SYSTEM, "roles.grant", grant, "首位管理员")
    return user, first


# Technical state


def unlock(access: Access, row: Attempt) -> None:
    """Lets attempts at an account, an address or a second factor be made again."""
    access.require("security.manage")
    with transaction.atomic():
        audit.record(access, "security.manage", row.kind, row.user_id or row.pk, details={"did": "unlocked"})
        attempts.unlock(row)


def reset_factor(access: Access, user: User, *, reason: str) -> None:
    """Forgets a lost authenticator; the user sets up another at the next sign-in. All sessions end."""
    access.require("security.manage")
    access.distinct_from(user.pk)
    with transaction.atomic():
        SecondFactor.objects.filter(user=user).delete()
        RecoveryCode.objects.filter(user=user).delete()
        sign_in.end_all(user)
        _secure(access, user, reason, "second factor reset")


def end_sessions(access: Access, user: User, *, reason: str) -> int:
    """Ends all sessions of another user."""
    access.require("security.manage")
    with transaction.atomic():
        count = sign_in.end_all(user)
        _secure(access, user, reason, "signed out")
    return count


def _secure(access: Access, user: User, reason: str, did: str) -> None:
    audit.record(access, "security.manage", "account", user.pk, reason=_reason(reason), details={"did": did})


def end_own_session(access: Access, row: SignIn) -> None:
    """Ends one of the user's own sessions."""
    access.require("account.own")
    if row.user_id == access.user_id:
        with transaction.atomic():
            sign_in.end([row], SignIn.End.REVOKED)
            audit.record(access, "account.leave", "account", row.user_id, details={"elsewhere": True})


def end_own_others(access: Access, user: User, here: SignIn) -> int:
    """Ends all of the user's own sessions but this one."""
    access.require("account.own")
    with transaction.atomic():
        count = sign_in.end_all(user, but=here)
        audit.record(access, "account.leave", "account", user.pk, details={"elsewhere": True, "n": count})
    return count


def link_identity(access: Access, user: User, issuer: str, subject: str) -> None:
    """Links an identity of the single sign-on to the account of whoever is signed in."""
    access.require("account.own")
    with transaction.atomic():
        taken = LinkedIdentity.objects.filter(issuer=issuer, subject=subject).first()
        if taken is not None and taken.user_id != user.pk:
            raise Refused("identity", "这个统一身份已关联别的账户，请联系安全管理员。", "This identity belongs to another account.")
        if taken is None:
            LinkedIdentity.objects.create(user=user, issuer=issuer, subject=subject, linked_at=now())
            audit.record(access, "account.link", "account", user.pk, details={"issuer": issuer})


def roles_now(user: User) -> list[Grant]:
    """A user's grants that are in time and not ended, the confirmed and the waiting."""
    return list(current(Grant.objects.filter(user=user, ended_at=None), today()).order_by("granted_at"))
