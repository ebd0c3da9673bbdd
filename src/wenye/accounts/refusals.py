"""What is refused because of what was asked, and not because of who asks."""

from wenye.feel.errors import WenyeError
from wenye.feel.text import Text


class Refused(WenyeError):
    """What was asked cannot be done: ``said`` says why and what to do, ``field`` names the answer to look at."""

    def __init__(self, field: str, zh: str, en: str) -> None:
        self.field, self.said = field, Text(zh, en)
        super().__init__(f"{zh} / {en}")
