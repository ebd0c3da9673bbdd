"""A label in the two languages of the product: Chinese first, English second."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One text in Chinese (``zh``) and English (``en``); ``str`` gives the Chinese."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh

    def of(self, language: str) -> str:
        """The text in ``language``; every language but ``en`` reads Chinese."""
        return self.en if language.startswith("en") else self.zh
