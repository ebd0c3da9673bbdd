"""Why a payment must stop at its holder: a person has died, a firm has been dissolved, a record is a second one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from wenye.accounts.clock import today
from wenye.feel.text import Text
from wenye.registry.models import Death, Deregistration, Firm, Person
from wenye.registry.subjects import standing_on, table


@dataclass(frozen=True, slots=True)
class PaymentStop:
    """Why nothing may be paid to a holder.

    ``kind`` is dead, dissolved, closed (by its state in the register, without a day), merged (``instead`` is the
    record that counts) or missing; ``since`` is the day of death or dissolution.
    """

    kind: str
    reason: Text
    since: date | None = None
    instead: int | None = None


_CLOSED = {"closed": Text("注销", "deregistered"), "revoked": Text("吊销", "revoked")}


def payment_stops(entity: str, keys: Collection[int], on: date | None = None) -> dict[int, PaymentStop]:
    """For each of the holders that must not be paid on a day (today), why. Raises NoSuchEntity.

    A mentor is stopped as a person is, an institution, carrier or workshop as its firm is; a household or a service
    office only where it is not registered.
    """
    day = on or today()
    there = set(table(entity)._default_manager.filter(pk__in=keys).values_list("pk", flat=True))
    stops = {key: _MISSING for key in keys if key not in there}
    for model, stopped in ((Firm, _firms), (Person, _people)):
        holders = standing_on(entity, model, there) if entity not in _NOBODYS else {}
        found = stopped(set(holders.values()), day)
        stops |= {key: found[holder] for key, holder in holders.items() if holder in found}
    return stops


_NOBODYS = ("household", "office")
_MISSING = PaymentStop(
    "missing",
    Text("登记册里没有这个对象，请核对后再付。", "No register holds this subject; check it before paying."),
)


def _people(keys: Collection[int], day: date) -> Mapping[int, PaymentStop]:
    died = Death.objects.filter(_standing(day), person__in=keys, died_on__lte=day).values_list("person_id", "died_on")
    second = Person.objects.filter(pk__in=keys).exclude(merged_into=None).values_list("pk", "merged_into_id")
    return {key: _dead(since) for key, since in died} | {key: _merged(kept) for key, kept in second}


def _firms(keys: Collection[int], day: date) -> Mapping[int, PaymentStop]:
    closed = Firm.objects.filter(pk__in=keys, status__in=_CLOSED).values_list("pk", "status")
    gone = Deregistration.objects.filter(_standing(day), firm__in=keys, dissolved_on__lte=day)
    dissolved = gone.values_list("firm_id", "dissolved_on")
    return {key: _closed(str(status)) for key, status in closed} | {key: _dissolved(since) for key, since in dissolved}


def _standing(day: date) -> Q:
    return Q(left_on=None) | Q(left_on__gt=day)


def _dead(since: date) -> PaymentStop:
    zh = f"此人已于 {since} 去世，请停止支付并核对继承或追回。"
    return PaymentStop("dead", Text(zh, f"This person died on {since}: stop the payment."), since)


def _merged(kept: int) -> PaymentStop:
    zh = "这条记录与另一条是同一个人，已经合并，请改付给保留的记录。"
    return PaymentStop(
        "merged", Text(zh, "This record was merged into another; pay the one that was kept."), None, kept
    )


def _closed(status: str) -> PaymentStop:
    word = _CLOSED[status]
    zh = f"该单位在市场主体登记册中的状态为{word.zh}，请停止支付。"
    return PaymentStop("closed", Text(zh, f"The register of firms shows it as {word.en}: stop the payment."))


def _dissolved(since: date) -> PaymentStop:
    zh = f"该单位已于 {since} 注销或吊销，请停止支付。"
    return PaymentStop("dissolved", Text(zh, f"This firm was dissolved on {since}: stop the payment."), since)
