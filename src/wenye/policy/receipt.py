"""The receipt of a decision: what it stands on, so that it can be replayed and shown to be the same.

Facts are committed to, not shown: each commitment has its own opening, made from the salt of the case with a key that
stays in this installation, so that nobody can guess a fact from its commitment (yes and no are soon tried), and one
fact can be shown without the others.
"""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from wenye import __version__
from wenye.feel import Fault, Faults, Position, Text
from wenye.feel.types import Natural
from wenye.policy.program import Program

KEY_BYTES = 32


def rule_hash(program: Program) -> str:
    """A hash of what the rule computes; comments, labels and layout do not change it."""
    said = repr([(test.id, test.core) for test in program.tests]) + repr(program.amount_core)
    return hashlib.sha256(said.encode()).hexdigest()


def make(
    pack_hash: str,
    program: Program,
    known: Mapping[str, Natural],
    on: date,
    answer: Mapping[str, object],
    key: bytes,
    *,
    dated_by: str = "",
) -> dict[str, object]:
    """The receipt of one decision: plain JSON values; ``digest`` covers all the rest.

    ``on`` is the day of the decision, on which rules and parameters count as they were known then; ``dated_by`` is
    the fact that dates the rule.
    """
    stated = {name: stated_as(value) for name, value in sorted(known.items())}
    salt = _keyed(key, json.dumps([pack_hash, program.benefit, stated, on.isoformat()]))[:32]
    receipt: dict[str, object] = {
        "benefit": program.benefit,
        "pack": pack_hash,
        "rule": rule_hash(program),
        "engine": __version__,
        "rule_date": stated.get(dated_by),
        "known_on": on.isoformat(),
        "evaluated_on": on.isoformat(),
        "salt": salt,
        "facts": {name: commitment(opening(key, salt, name), name, value) for name, value in stated.items()},
        **answer,
    }
    digest = hashlib.sha256(json.dumps(receipt, sort_keys=True).encode()).hexdigest()
    return {**receipt, "digest": digest}


def stated_as(value: Natural) -> str:
    """A fact as it is committed to: ``True``, ``3``, ``100001/2``, ``2019-11-20``, ``start_up``."""
    return str(value)


def opening(key: bytes, salt: str, name: str) -> str:
    """What must be told to show one fact of a case: it opens that commitment and no other."""
    return _keyed(key, json.dumps([salt, name]))


def commitment(opening: str, name: str, value: str) -> str:
    """The commitment to one fact; whoever is told opening, name and value can check it, and nobody can guess them."""
    return hashlib.sha256(json.dumps([opening, name, value]).encode()).hexdigest()


def installation_key() -> bytes:
    """The key of this installation, made on first use in the data folder; a passing one if nothing can be kept."""
    path = Path(os.environ.get("WENYE_DATA") or Path.home() / ".wenye") / "receipt.key"
    try:
        if not path.exists():
            _keep(path, secrets.token_bytes(KEY_BYTES))
        key = path.read_bytes()
    except OSError:
        return secrets.token_bytes(KEY_BYTES)
    if len(key) != KEY_BYTES:
        raise Faults(
            [
                Fault(
                    "receipt.key",
                    Position(str(path), 1, 1),
                    Text("凭证密钥文件已损坏。", "The receipt key is damaged."),
                    Text(
                        "请从备份恢复该文件；没有备份的，删去后会生成新的密钥，旧凭证将不能复核。",
                        "Restore the file from a backup; without one, delete it: a new key is made, "
                        "and old receipts cannot be replayed.",
                    ),
                )
            ]
        )
    return key


def _keep(path: Path, key: bytes) -> None:
    """Write the key whole or not at all; the first of several processes wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key)
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _keyed(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
