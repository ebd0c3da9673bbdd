"""Rows with sealed columns: encrypted at rest, bound to their row, shown masked."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db import models

from wenye.accounts.crypto import keyring
from wenye.accounts.masks import MASKS


class Sealed(models.BinaryField):  # type: ignore[type-arg]
    """A column whose text is stored encrypted, bound to its table, column and row (``crypto``)."""


class SealedValues(models.JSONField):
    """A JSON column that keeps stored values of another row, the sealed ones as they are (``kept``)."""


def kept(model: type[models.Model], uid: UUID, values: Mapping[str, object]) -> dict[str, Any]:
    """Stored values of a row in a form JSON holds: binary as hexadecimal, sealed ones with what they are bound to."""
    return {name: _kept(model, uid, name, value) for name, value in values.items()}


def _kept(model: type[models.Model], uid: UUID, name: str, value: object) -> object:
    if not isinstance(value, bytes):
        return value
    if isinstance(model._meta.get_field(name), Sealed):
        return {"sealed": value.hex(), "place": f"{model._meta.db_table}.{name}", "uid": uid.hex}
    return {"hex": value.hex()}


def given_back(values: Mapping[str, Any]) -> dict[str, Any]:
    """The stored values from ``kept``."""
    return {name: _given_back(value) for name, value in values.items()}


def _given_back(value: Any) -> Any:
    return bytes.fromhex(value.get("sealed") or value["hex"]) if isinstance(value, dict) else value


class SealedRow(models.Model):
    """A row whose ``uid`` its sealed columns are bound to."""

    uid = models.UUIDField(default=uuid4, editable=False)

    class Meta:
        abstract = True

    def reveal(self, column: str) -> str | None:
        """The text of a sealed column. Whoever shows it whole must have a recorded reason; else use ``masked``."""
        sealed = getattr(self, column)
        return None if sealed is None else keyring().open(sealed, self.place(column), self.uid)

    def masked(self, column: str) -> str | None:
        """The text of a sealed column as it may be shown."""
        text = self.reveal(column)
        return None if text is None else MASKS[column](text)

    def sealed(self, column: str, text: str | None) -> bytes | None:
        """``text`` sealed for a column of this row; unknown stays unknown."""
        return None if text is None else keyring().seal(text, self.place(column), self.uid)

    def place(self, column: str) -> str:
        """The name that a sealed column is bound to besides the row."""
        return f"{self._meta.db_table}.{column}"
