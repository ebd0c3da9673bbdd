"""The receipt of a decision: what it stands on, so that it can be replayed and shown to be the same.

Facts are committed to, not shown: a keyed hash with a salt of the case, made from a key that stays in this
installation, so that nobody can guess a fact from its commitment.
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
from wenye.feel.types import Natural
from wenye.policy.program import Program


def rule_hash(program: Program) -> str:
    """A hash of what the rule computes; comments, labels and layout do not change it."""
    said = repr([(test.id, test.core) for test in program.tests]) + repr(program.amount_core)
    return hashlib.sha256(said.encode()).hexdigest()


def make(pack_hash: str, program: Program, known: Mapping[str, Natural], on: date, answer: Mapping[str, object],
         key: bytes) -> dict[str, object]:
    """The receipt of one decision: plain JSON values; ``digest`` covers all the rest."""
    stated = {name: str(value) for name, value in sorted(known.items())}
    salt = _keyed(key, json.dumps([pack_hash, program.benefit, stated, on.isoformat()]))[:32]
    receipt: dict[str, object] = {
        "pack": pack_hash,
        "rule": rule_hash(program),
        "engine": __version__,
        "evaluated_on": on.isoformat(),
        "known_on": on.isoformat(),
        "salt": salt,
        "facts": {name: commitment(salt, name, value) for name, value in stated.items()},
        **answer,
    }
    digest = hashlib.sha256(json.dumps(receipt, sort_keys=True).encode()).hexdigest()
    return {**receipt, "digest": digest}


def commitment(salt: str, name: str, value: str) -> str:
    """The commitment to one fact; whoever knows salt, name and value can check it."""
    return hashlib.sha256(f"{salt}\n{name}\n{value}".encode()).hexdigest()


def installation_key() -> bytes:
    """The key of this installation, made on first use in the data folder; a passing one if nothing can be kept."""
    path = Path(os.environ.get("WENYE_DATA") or Path.home() / ".wenye") / "receipt.key"
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(secrets.token_bytes(32))
        return path.read_bytes()
    except FileExistsError:
        return path.read_bytes()
    except OSError:
        return secrets.token_bytes(32)


def _keyed(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
