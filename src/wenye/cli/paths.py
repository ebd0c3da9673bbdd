"""Where this installation lies, known without Django."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = ROOT / "wenye"


def pack() -> Path:
    """The folder of the policy pack: WENYE_PACK, or Junshan's."""
    return Path(os.environ.get("WENYE_PACK") or ROOT / "packs" / "junshan")


def data() -> Path:
    """The folder of this installation's data; it need not exist."""
    return Path(os.environ.get("WENYE_DATA") or ROOT / ".wenye").absolute()
