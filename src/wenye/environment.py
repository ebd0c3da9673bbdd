"""Settings read from the environment: typed, and refused with a sentence when they cannot be meant."""

import os
import secrets
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
"""The folder of this installation: the one with ``wenye``, ``packs`` and ``src``."""

TRUE, FALSE = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536;"
    " PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;"
)
"""synchronous=FULL: an acknowledged row about money survives a power cut."""


def wrong(name: str, value: str, zh: str, en: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"环境变量 {name}={value!r} 无效：{zh}。 / {name} cannot be used: {en}.")


def flag(name: str, default: bool = False) -> bool:
    """An on/off switch: 1, true, yes, on or 0, false, no, off."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in TRUE + FALSE:
        return value.lower() in TRUE
    raise wrong(name, value, "请写 1 或 0", "write 1 or 0")


def whole(name: str, default: int) -> int:
    """A number of 0 or more."""
    value = os.environ.get(name)
    if not value:
        return default
    if not value.isascii() or not value.isdigit():
        raise wrong(name, value, "请写整数", "write a whole number")
    return int(value)


def words(name: str, default: str) -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def day(name: str, default: date | None = None) -> date | None:
    """A date, 2019-11-20."""
    value = os.environ.get(name)
    if not value:
        return default
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise wrong(name, value, "请写日期，如 2019-11-20", "write a date such as 2019-11-20") from None


def folder(name: str, default: Path) -> Path:
    """An absolute folder, which need not exist."""
    return Path(os.environ.get(name) or default).expanduser().absolute()


def oidc(name: str) -> dict[str, str] | None:
    """A provider of single sign-on: NAME_ISSUER, NAME_CLIENT, NAME_SECRET or NAME_SECRET_FILE, and NAME_LABEL."""
    issuer = os.environ.get(f"{name}_ISSUER", "").rstrip("/")
    if not issuer:
        return None
    if not issuer.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        raise wrong(f"{name}_ISSUER", issuer, "请写 https:// 开头的地址", "write an address that begins with https://")
    client = os.environ.get(f"{name}_CLIENT", "")
    if not client:
        raise wrong(f"{name}_CLIENT", client, "请写在统一身份平台登记的应用编号", "write the client id of this site")
    file = os.environ.get(f"{name}_SECRET_FILE")
    secret = Path(file).read_text(encoding="utf-8").strip() if file else os.environ.get(f"{name}_SECRET", "")
    return {"issuer": issuer, "client": client, "secret": secret, "label": os.environ.get(f"{name}_LABEL", "")}


def database(name: str, data: Path) -> dict[str, Any]:
    """``postgresql://user:password@host:port/name`` or ``sqlite:///path``; SQLite in the data folder by default.

    PostgreSQL's own options may follow as a query: ``?sslmode=verify-full``.
    """
    url = os.environ.get(name) or f"sqlite:///{data / 'wenye.sqlite3'}"
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path[1:])))
    if parts.scheme in ("postgresql", "postgres"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "OPTIONS": {"pool": True, **dict(parse_qsl(parts.query))},
        }
    raise wrong(name, parts.scheme, "只支持 postgresql:// 和 sqlite:///", "use postgresql:// or sqlite:///")


def _sqlite(path: Path) -> dict[str, Any]:
    # Writers queue only when they announce themselves at once: without IMMEDIATE a busy database fails, timeout or not.
    options = {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": SQLITE_PRAGMAS}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": options}


def secret_key(data: Path) -> str:
    """The installation's secret, made at the first start, readable by its owner only; WENYE_SECRET_KEY goes first."""
    path = data / "keys" / "secret"
    return os.environ.get("WENYE_SECRET_KEY") or _read(path) or _make(path)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""


def _make(path: Path) -> str:
    """Linked into place whole: of two processes that start at once, both end up with the first one's secret."""
    for place in (path.parent.parent, path.parent):  # parents=True would leave the upper ones open to everybody
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return _read(path)
