"""Receipts: they replay byte for byte, change with anything that counts, and let nobody guess a fact."""

import json
import multiprocessing
import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.policy.conftest import TINY
from tests.policy.golden_receipts import CASES, KEY, Golden, kept
from wenye import __version__
from wenye.feel.errors import Faults
from wenye.policy import receipt as receipts
from wenye.policy.decide import decide
from wenye.policy.model import Pack
from wenye.policy.pack import load

DAY = date(2019, 11, 20)
BENEFIT, _, FACTS = CASES["granted"]
GOLDEN = list(kept())


def receipt(
    pack: Pack, facts: object = FACTS, on: date = DAY, benefit: str = BENEFIT, key: bytes = KEY
) -> dict[str, object]:
    return dict(decide(pack, benefit, facts, on, key=key).receipt)  # type: ignore[arg-type]


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: f"{golden.engine}-{golden.name}")
def test_a_golden_receipt_replays(golden: Golden, tiny: Pack) -> None:
    """Byte for byte under the version that made it; under a later one outcome, amount and conditions are equal."""
    found = dict(golden.replayed(tiny).receipt)
    lasting = ("benefit", "outcome", "amount_fen", "conditions", "rule_date", "evaluated_on")
    assert {name: found[name] for name in lasting} == {name: golden.receipt[name] for name in lasting}
    if golden.engine == __version__:
        assert json.dumps(found) == json.dumps(golden.receipt)


def test_every_version_kept_its_receipts_and_this_one_too() -> None:
    assert {golden.name for golden in GOLDEN if golden.engine == __version__} == set(CASES)


def test_the_same_case_gives_the_same_bytes_whatever_the_order_of_its_facts(tiny: Pack) -> None:
    turned = dict(reversed(list(FACTS.items())))
    assert json.dumps(receipt(tiny)) == json.dumps(receipt(load(TINY), turned))


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "shop"},
        {"began_on": "2018-05-02"},
        {"applied_on": "2019-11-21"},
        {"jobs": 11},
        {"jobs": None},
        {"remark": "好"},
        {"paid": "0.01"},
        {"operating": None},
    ],
)
def test_a_receipt_changes_with_any_fact(changed: dict[str, object], tiny: Pack) -> None:
    first, other = receipt(tiny), receipt(tiny, {**FACTS, **changed})
    assert first["digest"] != other["digest"]
    assert first["salt"] != other["salt"]


def test_a_receipt_changes_with_the_day_the_key_and_the_benefit(tiny: Pack) -> None:
    digests = {
        receipt(tiny)["digest"],
        receipt(tiny, on=date(2019, 11, 21))["digest"],
        receipt(tiny, key=bytes(32))["digest"],
        receipt(tiny, {}, benefit="address-permit")["digest"],
        receipt(tiny, {})["digest"],
    }
    assert len(digests) == 5


@pytest.mark.parametrize(
    ("file", "before", "after", "same_rule"),
    [
        ("measures/001-tier-grant.yaml", "'[0..9]', 1000]", "'[0..9]', 1000.01]", False),
        ("measures/001-tier-grant.yaml", '"P1Y" <= applied_on', '"P1Y" < applied_on', False),
        (
            "measures/001-tier-grant.yaml",
            "    dated_by: applied_on",
            "    valid: {from: 2019-01-01, to: 2030-12-31}\n    dated_by: applied_on",
            False,
        ),
        ("facts/firm.yaml", "domain: [0, 1000]", "domain: [0, 2000]", False),
        ("measures/001-tier-grant.yaml", "运营满一年", "正常运营满一年", True),
        ("units.yaml", "Labour Bureau", "Labour Office", True),
    ],
)
def test_a_receipt_changes_with_the_rule_and_with_any_byte_of_the_pack(
    file: str,
    before: str,
    after: str,
    same_rule: bool,
    tiny: Pack,
    tmp_path: Path,
) -> None:
    shutil.copytree(TINY, tmp_path / "pack")
    path = tmp_path / "pack" / file
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")
    first, other = receipt(tiny), receipt(load(tmp_path / "pack"))
    assert first["pack"] != other["pack"] and first["digest"] != other["digest"]
    assert (first["rule"] == other["rule"]) == same_rule


def test_the_digest_covers_everything_in_the_receipt(tiny: Pack) -> None:
    import hashlib

    whole = receipt(tiny)
    rest = {name: value for name, value in whole.items() if name != "digest"}
    assert whole["digest"] == hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def test_a_fact_can_be_shown_without_the_others_and_not_be_guessed(tiny: Pack) -> None:
    whole = receipt(tiny)
    salt, facts = str(whole["salt"]), whole["facts"]
    assert isinstance(facts, dict)
    shown = receipts.opening(KEY, salt, "operating")
    assert receipts.commitment(shown, "operating", "True") == facts["operating"]
    guesses = {
        receipts.commitment(known, "kind", value)
        for known in (salt, shown, "", str(whole["digest"]))
        for value in ("start_up", "shop", "other")
    }
    assert facts["kind"] not in guesses
    text = json.dumps(whole)
    assert "start_up" not in text and "2018-05-01" not in text


def test_two_cases_with_an_equal_fact_do_not_show_it(tiny: Pack) -> None:
    one, other = (receipt(tiny, {**FACTS, "jobs": jobs})["facts"] for jobs in (10, 11))
    assert isinstance(one, dict) and isinstance(other, dict)
    assert not set(one.values()) & set(other.values())


def test_the_key_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENYE_DATA", str(tmp_path / "data"))
    first = receipts.installation_key()
    assert len(first) == 32 and first == receipts.installation_key()
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["receipt.key"]
    assert (tmp_path / "data" / "receipt.key").stat().st_mode & 0o077 == 0


def _key(_: int) -> bytes:
    return receipts.installation_key()


def test_processes_that_start_together_agree_on_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENYE_DATA", str(tmp_path / "data"))
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        assert len(set(pool.map(_key, range(16), chunksize=1))) == 1


def test_a_damaged_key_is_told_and_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENYE_DATA", str(tmp_path))
    (tmp_path / "receipt.key").write_bytes(b"short")
    with pytest.raises(Faults, match="已损坏"):
        receipts.installation_key()
    assert (tmp_path / "receipt.key").read_bytes() == b"short"


def test_without_a_place_to_keep_it_a_passing_key_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").write_text("a file where a folder should be", "utf-8")
    monkeypatch.setenv("WENYE_DATA", str(tmp_path / "data"))
    assert len(receipts.installation_key()) == 32
    assert receipts.installation_key() != receipts.installation_key()
