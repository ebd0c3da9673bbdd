"""Acting for somebody else: a firm's users, and officers who serve somebody with recorded consent."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet

from wenye.accounts import audit
from wenye.accounts.access import Access, Subject, current
from wenye.accounts.clock import now, today
from wenye.accounts.models import Mandate, SignIn, User
from wenye.accounts.plain import Details, plain_text
from wenye.accounts.refusals import Refused

LONGEST_CONSENT = timedelta(days=366)


def mandates_of(user: User) -> "QuerySet[Mandate]":
    """Whom a user may act for today."""
    return current(Mandate.objects.filter(user=user, revoked_at=None), today()).order_by("label", "pk")


def mandates_about(subject: Subject | None) -> list[Mandate]:
    """Who may act for a person or firm today."""
    if subject is None:
        return []
    found = Mandate.objects.filter(entity=subject[0], subject=subject[1], revoked_at=None)
    return list(current(found, today()).select_related("user").order_by("pk"))


def record_consent(
    access: Access,
    subject: Subject,
    *,
    label: str,
    area: str | None,
    consented: str,
    shown: str,
    paper: str = "",
    until: date,
) -> Mandate:
    """Notes that a person or firm consented to be served by the user: to what, how it was shown, until when."""
    access.require("consent.record", area=area)
    if access.user_id is None:
        raise Refused("consented", "后台任务不能登记同意。", "A background job cannot record a consent.")
    consented, paper = consented.strip(), paper.strip()
    _check_consent(consented, shown, paper, until)
    with transaction.atomic():
        made = Mandate.objects.create(
            user_id=access.user_id, kind=Mandate.Kind.CONSENT, entity=subject[0], subject=subject[1],
            label=label[:100], area=area or "", consented=plain_text("consented", consented), shown=shown,
            paper=plain_text("paper", paper), valid_from=today(), valid_until=until,
            recorded_by_id=access.user_id, recorded_at=now(),
        )  # fmt: skip
        audit.record(
            access, "consent.record", subject[0], subject[1], area=area or "",
            details={"mandate": made.pk, "shown": shown, "until": until.isoformat()},
        )  # fmt: skip
    return made


def _check_consent(consented: str, shown: str, paper: str, until: date) -> None:
    if not 4 <= len(consented) <= 300:
        raise Refused("consented", "请写明同意代办什么，4 到 300 个字。", "Say what was consented to, in 4 to 300 characters.")
    if shown not in Mandate.Shown.values:
        raise Refused("shown", "请选择怎样表示的同意。", "Choose how the consent was shown.")
    if shown in (Mandate.Shown.SIGNED, Mandate.Shown.LETTER) and not paper:
        raise Refused("paper", "书面同意请填写存放位置或编号。", "For a consent on paper, say where it is kept.")
    if until < today():
        raise Refused("until", "截止日期已经过去。", "The last day is past.")
    if until - today() > LONGEST_CONSENT:
        raise Refused("until", "同意最长登记一年，到期请重新征得同意。", "A consent is recorded for one year at most.")


def add_firm_user(
    access: Access, user: User, firm: Subject, *, label: str, manages: bool = False, until: date | None = None
) -> Mandate:
    """Lets a user act for a firm. By whoever manages the firm's users, or by the security administrator."""
    _may_name(access, firm, manages)
    with transaction.atomic():
        found = mandates_of(user).filter(kind="firm", entity=firm[0], subject=firm[1]).first()
        if found is not None:
            raise Refused("login", "此账户已经是本单位经办人。", "This account acts for the firm already.")
        made = Mandate.objects.create(
            user=user, kind=Mandate.Kind.FIRM, entity=firm[0], subject=firm[1], label=label[:100], manages=manages,
            valid_from=today(), valid_until=until, recorded_by_id=access.user_id, recorded_at=now(),
        )  # fmt: skip
        _trace(access, made, "added")
    return made


def _may_name(access: Access, firm: Subject, manages: bool) -> None:
    if access.may("users.manage"):
        return
    access.require("firm.delegate", subject=firm)
    if not (access.acting and access.acting.manages) or manages:
        raise Refused(
            "login", "只有本单位的主管经办人可以增减经办人；主管经办人由安全管理员登记。",
            "Only the firm's managing user may name others; managing users are named by the security administrator.",
        )  # fmt: skip


def revoke(access: Access, mandate: Mandate) -> None:
    """Ends a mandate: by its user, by whom it is about, by the firm's managing user, or by the administrator."""
    about = (mandate.entity, mandate.subject)
    if mandate.user_id != access.user_id and about != access.me:
        _may_name(access, about, False)
    with transaction.atomic():
        ended = Mandate.objects.filter(pk=mandate.pk, revoked_at=None)
        if ended.update(revoked_at=now(), revoked_by_id=access.user_id):
            SignIn.objects.filter(acting_for=mandate).update(acting_for=None)
            _trace(access, mandate, "revoked")


def _trace(access: Access, mandate: Mandate, did: str) -> None:
    act = "consent.record" if mandate.kind == Mandate.Kind.CONSENT else "firm.delegate"
    details: Details = {"did": did, "mandate": mandate.pk, "to": mandate.user_id, "manages": mandate.manages}
    audit.record(access, act, mandate.entity, mandate.subject, area=mandate.area, details=details)


def choose(access: Access, row: SignIn, mandate_id: int | None) -> None:
    """For whom the session acts from now on; None for the user himself. A mandate that is not his is not found."""
    access.require("account.own")
    chosen = mandates_of(row.user).filter(pk=mandate_id).first() if mandate_id is not None else None
    if mandate_id is not None and chosen is None:
        raise Refused("mandate", "没有找到这项授权，可能已经到期。", "There is no such mandate; it may have ended.")
    with transaction.atomic():
        SignIn.objects.filter(pk=row.pk).update(acting_for=chosen)
        details = {"for": f"{chosen.entity}:{chosen.subject}" if chosen else ""}
        audit.record(access, "account.act_for", "account", row.user_id, details=details)
