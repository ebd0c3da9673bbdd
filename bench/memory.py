"""How much memory this process has held at most."""

import resource
import sys
from pathlib import Path


def peak_mb() -> float:
    """Megabytes. Linux counts them per program, elsewhere per process."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
