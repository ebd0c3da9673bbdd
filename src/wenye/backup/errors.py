"""What can go wrong with a backup."""

from wenye.feel.errors import WenyeError


class BackupError(WenyeError):
    """A backup or its restoring cannot be done; the message says why and what to do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")


class Unusable(BackupError):
    """This file cannot be restored."""


class Refused(BackupError):
    """Not here, or not now."""
