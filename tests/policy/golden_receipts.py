"""Golden receipts: decisions of the tiny pack, kept as they were made by an engine version.

``python -m tests.policy.golden_receipts`` makes those of this version anew. Do that only when the receipt itself was
changed on purpose before a release; receipts of a released version are never made anew.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from wenye import __version__
from wenye.policy.decide import Decision, decide
from wenye.policy.model import Pack
from wenye.policy.pack import load

HERE = Path(__file__).parent
KEY = bytes(range(32))
CASES: Mapping[str, tuple[str, str, Mapping[str, object]]] = {
    "granted": (
        "tier-grant",
        "2019-11-20",
        {"kind": "start_up", "operating": True, "began_on": "2018-05-01", "applied_on": "2019-11-20", "jobs": 10},
    ),
    "refused": ("tier-grant", "2019-11-20", {"kind": "other", "applied_on": "2019-11-20"}),
    "undecided": (
        "tier-grant",
        "2019-11-20",
        {"kind": "shop", "operating": True, "began_on": "2018-11-20", "applied_on": "2019-11-20"},
    ),
    "a-leap-day": (
        "tier-grant",
        "2021-02-28",
        {"kind": "shop", "operating": True, "began_on": "2020-02-29", "applied_on": "2021-02-28", "jobs": 0},
    ),
    "old-standard": (
        "living-grant",
        "2020-02-29",
        {"poor": False, "disabled": True, "months": 12, "applied_on": "2020-02-01"},
    ),
    "new-standard": (
        "living-grant",
        "2020-03-01",
        {"poor": False, "disabled": True, "months": 12, "applied_on": "2020-02-01"},
    ),
    "a-permit": ("address-permit", "2019-11-20", {"kind": "start_up", "sound": True, "applied_on": "2019-11-20"}),
    "nothing-known": ("address-permit", "2019-11-20", {}),
}


@dataclass(frozen=True, slots=True)
class Golden:
    """A kept decision: what was asked, and the receipt that was given."""

    name: str
    engine: str
    benefit: str
    on: date
    facts: Mapping[str, object]
    receipt: Mapping[str, Any]

    def replayed(self, pack: Pack) -> Decision:
        return decide(pack, self.benefit, self.facts, self.on, key=KEY)


def kept() -> Iterator[Golden]:
    """The golden receipts of every version."""
    for path in sorted((HERE / "receipts").glob("*/*.json")):
        asked = json.loads(path.read_text("utf-8"))
        yield Golden(
            path.stem,
            path.parent.name,
            asked["benefit"],
            date.fromisoformat(asked["date"]),
            asked["facts"],
            asked["receipt"],
        )


def write() -> None:
    """Decide all cases and keep the receipts under this version."""
    pack, folder = load(HERE / "tiny"), HERE / "receipts" / __version__
    folder.mkdir(parents=True, exist_ok=True)
    for name, (benefit, day, facts) in CASES.items():
        receipt = dict(decide(pack, benefit, facts, date.fromisoformat(day), key=KEY).receipt)
        asked = {"benefit": benefit, "date": day, "facts": facts, "receipt": receipt}
        (folder / f"{name}.json").write_text(json.dumps(asked, ensure_ascii=False, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    write()
