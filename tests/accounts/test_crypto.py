"""Sealed columns: bound to their place, found by a blind index, keys outside of the database."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from pytest_django import Settings

from tests.registry.rosters import bring_in, number, someone
from wenye.accounts.crypto import KEY_FILE, SealBroken, keyring
from wenye.accounts.masks import mask_account, mask_id, mask_name, mask_phone
from wenye.registry.models import ImportReject, Person

ROW = uuid4()


def test_what_was_sealed_opens_in_its_own_place() -> None:
    sealed = keyring().seal("990000198503120019", "registry_person.id_no", ROW)
    assert keyring().open(sealed, "registry_person.id_no", ROW) == "990000198503120019"


def test_a_sealed_value_begins_with_its_key_id_and_hides_the_text() -> None:
    sealed = keyring().seal("990000198503120019", "registry_person.id_no", ROW)
    assert sealed.startswith(b"k001")
    assert b"19850312" not in sealed


@pytest.mark.parametrize(("place", "row"), [("registry_person.phone", ROW), ("registry_person.id_no", uuid4())])
def test_a_value_moved_to_another_column_or_row_does_not_open(place: str, row: object) -> None:
    sealed = keyring().seal("990000198503120019", "registry_person.id_no", ROW)
    with pytest.raises(SealBroken, match="无法解开"):
        keyring().open(sealed, place, row)  # type: ignore[arg-type]


def test_a_value_sealed_with_a_lost_key_says_which_file_to_bring_back() -> None:
    sealed = b"k999" + keyring().seal("1", "a.b", ROW)[4:]
    with pytest.raises(SealBroken, match="密钥文件"):
        keyring().open(sealed, "a.b", ROW)


def test_a_keyring_shows_no_key() -> None:
    assert repr(keyring()) == f"Keyring(current='{keyring().current}')"


def test_the_same_text_is_sealed_differently_each_time_and_indexed_alike() -> None:
    ring = keyring()
    assert ring.seal("13800000000", "a.b", ROW) != ring.seal("13800000000", "a.b", ROW)
    assert ring.index("phone", "13800000000") == ring.index("phone", "13800000000")
    assert ring.index("phone", "13800000000") != ring.index("id_no", "13800000000")


def test_keys_lie_in_the_data_folder_for_their_owner_alone() -> None:
    keyring()
    path = Path(settings.WENYE_DATA) / KEY_FILE
    assert path.stat().st_mode & 0o777 == 0o600
    assert set(json.loads(path.read_text())) == {"current", "sealing", "index", "digest"}


def test_a_new_installation_makes_its_own_keys(tmp_path: Path, settings: Settings) -> None:
    before = keyring()
    settings.WENYE_DATA = tmp_path
    assert keyring().index("phone", "1") != before.index("phone", "1")


@pytest.mark.django_db
def test_no_number_stands_in_plain_in_any_table(tmp_path: Path) -> None:
    wrong = number(2)[:17] + "?"
    bring_in(
        tmp_path, "people", someone(1, phone="10012345678", bank_account="0000123456789012"), someone(2, id_no=wrong)
    )
    person = Person.objects.get()
    stored = b"".join(bytes(value) for value in (person.id_no, person.phone or b"", person.bank_account or b""))
    stored += bytes(ImportReject.objects.get().cells)
    assert not any(text.encode() in stored for text in (number(1), "10012345678", "0000123456789012", wrong))
    assert (person.reveal("id_no"), person.reveal("phone")) == (number(1), "10012345678")
    assert (person.masked("phone"), person.masked("bank_account")) == ("100******78", "************9012")


def test_masks_show_too_little_to_know_somebody_by() -> None:
    assert mask_id("990000198503120019") == "9900************19"
    assert (mask_phone("13812345678"), mask_account("6222021234567890")) == ("138******78", "************7890")
    assert (mask_name("张三"), mask_name("欧阳小明"), mask_id("12"), mask_phone("1")) == ("张*", "欧***", "**", "*")
