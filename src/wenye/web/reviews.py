"""The review of the pack as the pages show it: made once for each pack in a process of its own, kept as a file.

``python -m wenye.web.reviews`` makes it; the page starts that when asked and says so while it runs.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from wenye.feel.text import Text
from wenye.library import folder, library

STALE_SECONDS = 600
"""After so long without an end a review that was begun is taken to have died."""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding as kept: its kind, the benefits it concerns, the sentence, and the cases that show it."""

    kind: str
    benefits: tuple[str, ...]
    text: Text
    cases: tuple[Text, ...]
    proved: bool


def _place(pack_hash: str) -> Path:
    return Path(settings.WENYE_DATA) / "review" / f"{pack_hash}.json"


def _found(kept: Mapping[str, Any]) -> Found:
    cases = tuple(Text(**case) for case in kept["cases"])
    return Found(kept["kind"], tuple(kept["benefits"]), Text(**kept["text"]), cases, kept["proved"])


def kept() -> tuple[Found, ...] | None:
    """The findings about the pack as it is; None where it was not reviewed yet."""
    try:
        text = _place(library().pack.hash).read_text(encoding="utf-8")
    except OSError:
        return None
    return tuple(_found(item) for item in json.loads(text))


def under_way() -> bool:
    """Whether a review of this pack was begun and may still end."""
    mark = _place(library().pack.hash).with_suffix(".begun")
    return mark.exists() and time.time() - mark.stat().st_mtime < STALE_SECONDS


def begin() -> None:
    """Start the review in a process of its own, unless one runs or its result is there."""
    mark = _place(library().pack.hash).with_suffix(".begun")
    if kept() is not None or under_way():
        return
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()
    command = [sys.executable, "-m", "wenye.web.reviews", str(folder()), str(settings.WENYE_DATA)]
    subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)


def make(pack_folder: Path, data: Path) -> Path:
    """Review the pack and keep the findings; returns the file."""
    from wenye.policy.pack import load
    from wenye.policy.review import review

    pack = load(pack_folder)
    found = [_plain(item) for item in review(pack)]
    place = data / "review" / f"{pack.hash}.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_suffix(f".{os.getpid()}.part")
    draft.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    draft.replace(place)
    place.with_suffix(".begun").unlink(missing_ok=True)
    return place


def _plain(item: Any) -> dict[str, object]:
    return {
        "kind": item.kind,
        "benefits": list(item.benefits),
        "text": _both(item.text),
        "cases": [_both(case.said) for case in item.cases],
        "proved": item.proved,
    }


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
