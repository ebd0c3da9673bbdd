"""The trail: one entry for each act in its transaction, plain values, append-only, and every tampering located."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from tests.accounts.people import access_of_role, mandate, someone
from tests.append_only import unguarded
from wenye.accounts import audit
from wenye.accounts.access import ANYONE, SYSTEM, access_of
from wenye.accounts.audit_mac import KEY_FILE, TrailKeyLost
from wenye.accounts.clock import today
from wenye.accounts.models import AuditEntry, AuditSeal
from wenye.accounts.plain import NotPlain, personal
from wenye.accounts.roles import UnknownAct

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Settings) -> None:
    settings.WENYE_DATA = tmp_path


def write(count: int) -> list[AuditEntry]:
    return [audit.record(SYSTEM, "period.close", "period", f"2019-{number:02}") for number in range(1, count + 1)]


# Writing


def test_an_entry_says_who_did_what_for_whom_where_and_why() -> None:
    clerk = someone("firm_clerk")
    served = mandate(clerk, ("firm", 3))
    access = access_of(clerk, today(), acting_for=served.pk)
    entry = audit.record(
        access,
        "claim.apply",
        "claim",
        "JS-2019-0001",
        area="xushi",
        reason="扩大生产",
        details={"benefits": ["b", "a"]},
    )
    entry.refresh_from_db()
    assert (entry.actor, entry.role, entry.behalf) == (clerk.pk, "firm_clerk", "firm:3")
    assert (entry.act, entry.kind, entry.key, entry.area) == ("claim.apply", "claim", "JS-2019-0001", "xushi")
    assert (entry.reason, entry.details, entry.business_date) == ("扩大生产", {"benefits": ["b", "a"]}, today())


@pytest.mark.django_db(transaction=True)
def test_outside_of_a_transaction_nothing_is_recorded() -> None:
    with pytest.raises(audit.OutsideTransaction):
        audit.record(SYSTEM, "period.close", "period", "2019-01")
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_entry() -> None:
    with transaction.atomic():
        write(1)
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()
    with transaction.atomic():
        write(1)
    assert AuditEntry.objects.count() == 1


def test_entries_of_one_process_stand_in_their_order() -> None:
    written = [entry.id for entry in write(500)]
    assert written == sorted(set(written))


def test_an_unknown_act_is_not_recorded() -> None:
    with pytest.raises(UnknownAct):
        audit.record(SYSTEM, "period.open", "period", "1")


@pytest.mark.parametrize(
    "text",
    [
        "430611199003120019", "43061119900312001X", "４３０６１１１９９００３１２００１９", "430611 19900312 0019",
        "13800138000", "138 0013 8000", "电话13800138000。", "tel13800138000", "6222021234567890123",
        "6222 0212 3456 7890", "10012345678", "990000198503120019",
    ],
)  # fmt: skip
def test_no_personal_number_gets_into_the_trail(text: str) -> None:
    for values in ({"details": {"note": text}}, {"details": {"list": ["x", text]}}, {"reason": f"核对 {text}"}):
        with pytest.raises(NotPlain, match="号"):
            audit.record(SYSTEM, "period.close", "period", "1", **values)  # type: ignore[arg-type]
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "2019-11-20", "2019-11-20 2020-01-31", "JS20191120000123", "16,500 元", "6f1ed002ab5595859014ebf0951522d9" * 2,
        "b5a0dd5e-1111-4111-8111-123456789012", "第 37 行", "00" * 5,
    ],
)  # fmt: skip
def test_dates_numbers_of_claims_and_hashes_are_plain(text: str) -> None:
    assert not personal(text)
    audit.record(SYSTEM, "period.close", "period", "1", details={"value": text, "sum_fen": 10**12})


@pytest.mark.parametrize("value", [1.5, {"a": 1}, b"x", 43061119900312001, [["x"]], object()])
def test_what_is_not_plain_is_refused(value: object) -> None:
    with pytest.raises(NotPlain):
        audit.record(SYSTEM, "period.close", "period", "1", details={"value": value})  # type: ignore[dict-item]


def test_the_key_of_an_object_is_no_identity_number() -> None:
    audit.record(SYSTEM, "period.close", "payment", "201911200001234")
    with pytest.raises(NotPlain):
        audit.record(SYSTEM, "period.close", "person", "430611199003120019")


# Append-only


@pytest.mark.parametrize("table", ["accounts_auditentry", "accounts_auditseal"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = 1", "DELETE FROM {}"])
def test_the_database_lets_nothing_be_changed(table: str, change: str) -> None:
    write(2)
    audit.seal()
    column = "actor" if table.endswith("entry") else "entry"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table, column))


@pytest.mark.parametrize("table", ["accounts_auditentry", "accounts_auditseal"])
def test_the_tables_cannot_be_emptied(table: str) -> None:
    write(1)
    statement = f"TRUNCATE {table}" if connection.vendor == "postgresql" else f"DELETE FROM {table}"
    audit.seal()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


# Sealing and verifying


def found() -> list[tuple[str, int]]:
    return [(finding.kind, finding.seq) for finding in audit.verify().findings]


def test_a_whole_trail_is_whole() -> None:
    write(5)
    assert audit.seal() == 5
    assert audit.seal() == 0
    write(3)
    assert audit.seal() == 3
    write(1)
    report = audit.verify()
    assert (report.entries, report.sealed, report.whole) == (9, 8, True)


def test_an_entry_that_was_committed_late_is_sealed_where_it_came() -> None:
    early, late = write(2)
    with unguarded():
        AuditEntry.objects.filter(pk=early.pk).delete()
    audit.seal()
    early.save(force_insert=True)
    assert audit.seal() == 1
    assert list(AuditSeal.objects.order_by("seq").values_list("entry", flat=True)) == [late.pk, early.pk]
    assert audit.verify().whole


Tamper = Callable[[list[AuditEntry]], object]


def edit(entries: list[AuditEntry]) -> object:
    return AuditEntry.objects.filter(pk=entries[3].pk).update(reason="别的理由")


def edit_actor(entries: list[AuditEntry]) -> object:
    return AuditEntry.objects.filter(pk=entries[3].pk).update(actor=99)


def delete(entries: list[AuditEntry]) -> object:
    return AuditEntry.objects.filter(pk=entries[3].pk).delete()


def delete_with_its_link(entries: list[AuditEntry]) -> object:
    delete(entries)
    return AuditSeal.objects.filter(seq=4).delete()


def swap_links(entries: list[AuditEntry]) -> object:
    AuditSeal.objects.filter(seq=4).update(entry=0)
    AuditSeal.objects.filter(seq=5).update(entry=entries[3].pk)
    return AuditSeal.objects.filter(seq=4).update(entry=entries[4].pk)


def swap_contents(entries: list[AuditEntry]) -> object:
    for entry, other in ((entries[3], entries[4]), (entries[4], entries[3])):
        AuditEntry.objects.filter(pk=entry.pk).update(key=other.key, mac=other.mac, at=other.at)
    return None


def truncate(entries: list[AuditEntry]) -> object:
    AuditEntry.objects.filter(pk__in=[entry.pk for entry in entries[6:]]).delete()
    return AuditSeal.objects.filter(seq__gt=6).delete()


def insert(entries: list[AuditEntry]) -> object:
    forged = AuditEntry.objects.get(pk=entries[0].pk)
    forged.pk = entries[0].pk + 1000
    return forged.save(force_insert=True)


@pytest.mark.parametrize(
    ("tamper", "kinds"),
    [
        (edit, [("edited", 4)]),
        (edit_actor, [("edited", 4)]),
        (delete, [("deleted", 4)]),
        (delete_with_its_link, [("gap", 4)]),
        (swap_links, [("moved", 4), ("moved", 5)]),
        (swap_contents, [("edited", 4), ("moved", 4), ("edited", 5), ("moved", 5)]),
        (truncate, [("cut", 8)]),
        (insert, [("edited", 0)]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_tampering_is_found_and_located(tamper: Tamper, kinds: list[tuple[str, int]]) -> None:
    entries = write(8)
    audit.seal()
    with unguarded():
        tamper(entries)
    assert found() == kinds
    assert all(finding.said.zh and finding.said.en for finding in audit.verify().findings)


def test_a_trail_written_anew_behind_a_deletion_is_found_without_the_key() -> None:
    entries = write(8)
    audit.seal()
    with unguarded():
        delete_with_its_link(entries)
        for seq in range(5, 9):
            AuditSeal.objects.filter(seq=seq).update(seq=seq - 1)
    kinds = found()
    assert kinds[0] == ("moved", 4)
    assert ("cut", 8) in kinds


def test_a_root_kept_elsewhere_finds_a_trail_whose_folder_was_rewritten_too(tmp_path: Path) -> None:
    entries = write(8)
    audit.seal()
    kept = audit.root()
    assert kept is not None
    with unguarded():
        truncate(entries)
    for path in (tmp_path / "audit").iterdir():
        path.unlink()
    assert audit.verify().whole
    assert [finding.kind for finding in audit.verify((kept.seq, kept.chain)).findings] == ["cut"]
    assert [finding.kind for finding in audit.verify((6, kept.chain)).findings] == ["root"]


def test_a_root_that_somebody_else_wrote_is_found(tmp_path: Path) -> None:
    write(2)
    audit.seal()
    (path,) = (tmp_path / "audit").iterdir()
    path.write_text(json.dumps(json.loads(path.read_text()) | {"seq": 1}))
    assert [finding.kind for finding in audit.verify().findings] == ["forged", "root"]


def test_an_entry_that_nobody_seals_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    (entry,) = write(1)
    monkeypatch.setattr("wenye.accounts.audit_verify.now", lambda: entry.at + timedelta(minutes=11))
    assert found() == [("late", 0)]


def test_a_lost_key_is_an_error_and_no_new_key(tmp_path: Path) -> None:
    from wenye.accounts.keyfile import key_in

    write(1)
    (tmp_path / KEY_FILE).unlink()
    key_in.cache_clear()
    with pytest.raises(TrailKeyLost, match="备份"):
        write(1)
    assert not (tmp_path / KEY_FILE).exists()


def test_the_key_lies_outside_of_the_database_for_its_owner_alone(tmp_path: Path) -> None:
    write(1)
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600


def test_a_visitor_is_traced_as_such() -> None:
    entry = audit.record(ANYONE, "objection.file", "notice", "1")
    assert (entry.actor, entry.role) == (None, "visitor")
    assert audit.record(access_of_role("auditor"), "audit.read", "trail", "").role == "auditor"
