"""A new sealing key: every sealed value of every app comes under it, whatever happens on the way, and none is lost."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as installed
from django.db import models, transaction
from django.db.models.base import ModelBase
from django.test.utils import isolate_apps
from django.utils import timezone
from pytest_django import Settings

from tests.registry.rosters import bring_in, number, someone, who
from tests.registry.small import small_district
from wenye.accounts import keys, resealing
from wenye.accounts.crypto import KEY_FILE, key_of, keyring
from wenye.accounts.keys import KeyRefused, begin_rotation, drop, listed
from wenye.accounts.resealing import reseal
from wenye.accounts.sealed import Sealed, SealedRow, SealedValues
from wenye.registry.imports.faulty import cells_of
from wenye.registry.models import ImportChange, ImportReject, Person
from wenye.registry.services import undo_import

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_keys(tmp_path: Path, settings: Settings) -> None:
    """An installation with keys of its own, so that no other test's rows are sealed with them."""
    settings.WENYE_DATA = tmp_path / "data"


def people(folder: Path, count: int = 3) -> None:
    rows = [someone(place, phone=f"1000000{place:04d}", bank_account=f"00001234{place:04d}") for place in range(count)]
    bring_in(folder, "people", *rows, someone(count, phone="1"))


def numbers() -> dict[str, tuple[str | None, ...]]:
    return {person.name: tuple(person.reveal(name) for name in ("id_no", "phone", "bank_account"))
            for person in Person.objects.all()}  # fmt: skip


def sealed_by() -> dict[str, int]:
    return {key.id: key.rows for key in listed()}


def file() -> dict[str, object]:
    return dict(json.loads((Path(installed.WENYE_DATA) / KEY_FILE).read_text()))


def test_a_fresh_installation_has_one_key_that_seals_everything(tmp_path: Path) -> None:
    people(tmp_path)
    (key,) = listed()
    assert (key.id, key.current, key.held, key.retired, key.rows) == ("k001", True, True, None, 10)
    assert {use.column: use.rows for use in key.uses} == {
        "registry_person.id_no": 3,
        "registry_person.phone": 3,
        "registry_person.bank_account": 3,
        "registry_importreject.cells": 1,
    }


def test_after_a_rotation_everything_is_under_the_new_key_and_reads_as_before(tmp_path: Path) -> None:
    people(tmp_path)
    before, rejected = numbers(), cells_of(ImportReject.objects.get())
    assert begin_rotation() == ("k002", True)
    done = reseal()
    assert (done.done, done.total, done.broken) == (4, 4, [])
    assert sealed_by() == {"k001": 0, "k002": 10}
    assert numbers() == before
    assert cells_of(ImportReject.objects.get()) == rejected


def test_people_are_found_by_number_and_rosters_change_nothing_after_a_rotation(tmp_path: Path) -> None:
    people(tmp_path)
    begin_rotation()
    reseal()
    job = bring_in(tmp_path, "people", *(someone(place, phone=f"1000000{place:04d}") for place in range(3)))
    assert (job.added, job.changed, job.same) == (0, 0, 3)


def test_what_an_undo_will_need_is_sealed_anew_too(tmp_path: Path) -> None:
    bring_in(tmp_path, "people", someone(1, phone="10000000001"))
    job = bring_in(tmp_path, "people", someone(1, phone="10000000009"))
    begin_rotation()
    reseal()
    assert '"sealed": "6b303031' not in json.dumps(ImportChange.objects.get().before)
    drop_at_once("k001")
    assert undo_import(job).undo_report["restored"] == 1
    assert Person.objects.get().reveal("phone") == "10000000001"


def drop_at_once(name: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "now", lambda: later())
        drop(name)


def later() -> datetime:
    return timezone.now() + timedelta(hours=2)


@pytest.mark.parametrize("dies_after", [1, 2, 3])
def test_broken_off_anywhere_the_next_call_goes_on_with_the_same_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                                     dies_after: int) -> None:  # fmt: skip
    people(tmp_path, 7)
    before = numbers()
    monkeypatch.setattr(resealing, "CHUNK", 2)

    done: list[int] = []

    @contextmanager
    def dying(rows: int, total: int) -> Iterator[None]:
        done.append(rows)
        if len(done) > dies_after + 1:  # the first table has one chunk, and a look that finds no more
            raise KeyboardInterrupt
        with transaction.atomic():
            yield

    begin_rotation()
    with pytest.raises(KeyboardInterrupt):
        reseal(dying)
    assert numbers() == before
    assert begin_rotation() == ("k002", False)
    assert reseal().total == 8 - done[-1] > 0
    assert (sealed_by()["k001"], numbers()) == (0, before)


def test_a_second_rotation_makes_the_next_key(tmp_path: Path) -> None:
    people(tmp_path)
    for name in ("k002", "k003"):
        assert begin_rotation() == (name, True)
        reseal()
    assert sealed_by() == {"k001": 0, "k002": 0, "k003": 10}


def test_what_is_written_with_the_old_key_meanwhile_is_found_by_the_next_call(tmp_path: Path) -> None:
    people(tmp_path, 1)
    old = keyring()
    begin_rotation()
    reseal()
    person = Person.objects.get()
    Person.objects.update(phone=old.seal("10000000077", person.place("phone"), person.uid))
    with pytest.raises(KeyRefused, match="还有 1 个加密值"):
        drop("k001")
    assert begin_rotation() == ("k002", False)
    reseal()
    assert (Person.objects.get().reveal("phone"), sealed_by()["k001"]) == ("10000000077", 0)


def test_a_key_is_dropped_on_request_once_nothing_needs_it(tmp_path: Path) -> None:
    people(tmp_path)
    with pytest.raises(KeyRefused, match="正在使用"):
        drop("k001")
    begin_rotation()
    with pytest.raises(KeyRefused, match="还有 10 个加密值"):
        drop("k001")
    reseal()
    with pytest.raises(KeyRefused, match="不到一小时"):
        drop("k001")
    drop_at_once("k001")
    assert set(file()["sealing"]) == {"k002"}  # type: ignore[call-overload]
    assert numbers()["张例1"][0] == number(1)
    with pytest.raises(KeyRefused, match="没有密钥 k001，现有：k002"):
        drop("k001")


def test_the_id_of_a_dropped_key_is_never_used_again(tmp_path: Path) -> None:
    people(tmp_path)
    begin_rotation()
    reseal()
    drop_at_once("k001")
    assert begin_rotation() == ("k003", True)


def test_a_damaged_value_is_named_left_alone_and_keeps_its_key(tmp_path: Path) -> None:
    people(tmp_path)
    first = Person.objects.order_by("pk")[0]
    damaged = bytes(first.phone)[:-1] + bytes([bytes(first.phone)[-1] ^ 1])
    Person.objects.filter(pk=first.pk).update(phone=damaged)
    begin_rotation()
    done = reseal()
    assert done.broken == [f"registry_person:{first.pk}"]
    assert sealed_by()["k001"] == 3
    assert bytes(Person.objects.get(pk=first.pk).phone) == damaged
    with pytest.raises(KeyRefused):
        drop_at_once("k001")


def test_a_lost_key_is_listed_as_missing(tmp_path: Path) -> None:
    people(tmp_path, 1)
    Person.objects.update(phone=b"k777" + b"0" * 30)
    assert {key.id: key.held for key in listed()} == {"k001": True, "k777": False}


def test_another_process_sees_the_new_key_at_its_next_call() -> None:
    before = keyring()
    begin_rotation()
    assert (before.current, keyring().current) == ("k001", "k002")
    assert key_of(keyring().seal("1", "a.b", Person().uid)) == "k002"


def test_the_key_file_stays_for_its_owner_alone_and_index_and_digest_keys_stay_as_they_are() -> None:
    keyring()
    before = file()
    begin_rotation()
    path = Path(installed.WENYE_DATA) / KEY_FILE
    assert path.stat().st_mode & 0o777 == 0o600
    assert {name: file()[name] for name in ("index", "digest")} == {name: before[name] for name in ("index", "digest")}
    assert [item.name for item in path.parent.iterdir() if item.name.startswith("fields.json")] == ["fields.json"]


# Every sealed column of every app


def test_every_sealed_column_of_every_app_is_covered() -> None:
    """Found by another road than the program's: every column of a binary or JSON kind that is declared as sealed."""
    declared = {
        (model._meta.db_table, field.attname)
        for config in apps.get_app_configs()
        for model in config.get_models()
        for field in model._meta.get_fields()
        if type(field).__name__ in ("Sealed", "SealedValues")
    }
    covered = {(table.name, column) for table in resealing.tables() for column in (*table.sealed, *table.kept)}
    assert declared == covered
    assert ("registry_person", "id_no") in covered
    assert ("registry_importchange", "before") in covered


@pytest.fixture
def fresh_look() -> Iterator[None]:
    resealing.tables.cache_clear()
    yield
    resealing.tables.cache_clear()


@pytest.mark.usefixtures("fresh_look")
def test_sealed_columns_of_a_row_that_cannot_open_them_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with isolate_apps("wenye.registry"):
        made: list[ModelBase] = []

        class Careless(models.Model):
            secret = Sealed()

            class Meta:
                app_label = "registry"

        made.append(Careless)
        monkeypatch.setattr(apps, "get_models", lambda **_: made)
        with pytest.raises(resealing.ImproperlyConfigured, match="Careless"):
            resealing.tables()


@pytest.mark.usefixtures("fresh_look")
def test_a_later_apps_columns_are_covered_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    with isolate_apps("wenye.registry"):

        class Later(SealedRow):
            account = Sealed(null=True)
            before = SealedValues(default=dict)

            class Meta:
                app_label = "registry"

        monkeypatch.setattr(apps, "get_models", lambda **_: [Later])
        (table,) = resealing.tables()
        assert (table.sealed, table.kept) == (("account",), ("before",))


def test_a_whole_small_district_comes_under_the_new_key(tmp_path: Path) -> None:
    small_district(tmp_path)
    bring_in(tmp_path, "poverty", who(9, registered_on="前年"))
    begin_rotation()
    reseal()
    assert sealed_by()["k001"] == 0
    drop_at_once("k001")
    assert all(person.reveal("id_no") for person in Person.objects.all())
