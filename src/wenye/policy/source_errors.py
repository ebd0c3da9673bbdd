"""A published document that cannot be read: what happened, where, what to do next."""

from wenye.feel.errors import WenyeError
from wenye.feel.text import Text


class SourceUnreadable(WenyeError):
    """``code`` is stable (``missing``, ``encoding``, ``format``, ``heading``, ``empty``, ``truncated`` …)."""

    def __init__(self, code: str, where: str, what: Text, hint: Text) -> None:
        self.code, self.where, self.what, self.hint = code, where, what, hint
        super().__init__(f"{where}：{what.zh}{hint.zh} / {what.en} {hint.en}")
