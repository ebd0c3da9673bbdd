"""The official text of each measure: attached to this installation by ``wenye source``, never in the pack."""

import hashlib
import json
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

DEFAULT_PACK = "junshan"


def folder() -> Path:
    """Where attached texts lie: ``$WENYE_DATA/official``, or ``.wenye/official`` beside the program."""
    root = Path(__file__).resolve().parents[3]
    return Path(os.environ.get("WENYE_DATA") or root / ".wenye") / "official"


def attach(pack: str, texts: Mapping[int, str], title: str, source: Path) -> Path:
    """Keep ``texts`` for the pages of this installation, in place of what was attached. May raise OSError."""
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    kept = {
        "pack": pack,
        "title": title,
        "source": {"name": source.name, "sha256": digest},
        "measures": {str(number): text for number, text in texts.items()},
    }
    place = folder() / f"{pack}.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_suffix(f".{os.getpid()}.part")
    draft.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draft.replace(place)
    return place


def official(number: int, pack: str = DEFAULT_PACK) -> str | None:
    """The official text of measure ``number``, or None where none is attached."""
    place = folder() / f"{pack}.json"
    try:
        changed = place.stat().st_mtime_ns
    except OSError:
        return None
    return _texts(place, changed).get(number)


@lru_cache(maxsize=8)
def _texts(place: Path, changed: int) -> dict[int, str]:
    """The attached texts as they were at ``changed``; nothing if the file cannot be read."""
    try:
        kept = json.loads(place.read_text(encoding="utf-8"))
        return {int(number): str(text) for number, text in kept["measures"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
