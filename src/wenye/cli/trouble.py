"""What is said when a verb cannot go on: what happened, where and what to do, in Chinese and English."""

import errno
import os
import sys

from wenye.feel.errors import Faults, WenyeError
from wenye.feel.text import Text

REASONS = {
    errno.ENOENT: ("没有这个文件或文件夹", "请检查路径", "check the path"),
    errno.EISDIR: ("这是一个文件夹", "请给出文件", "name a file"),
    errno.ENOTDIR: ("路径中有一段不是文件夹", "请检查路径", "check the path"),
    errno.EACCES: ("没有权限", "请检查它的所有者和权限", "check its owner and mode"),
    errno.EPERM: ("没有权限", "请检查它的所有者和权限", "check its owner and mode"),
    errno.EROFS: ("磁盘是只读的", "请换一个可写的位置", "choose a place that can be written"),
    errno.ENOSPC: ("磁盘满了", "请腾出空间后重试", "make room and try again"),
    errno.EEXIST: ("已经存在", "请换一个名字", "choose another name"),
}
"""What the machine says, in Chinese, and what to do about it."""


def told(error: Exception) -> str | None:
    """The message for an error that is no fault of the program; None for one that is."""
    if isinstance(error, Faults):
        return "\n".join(_fault(str(fault.at) if fault.at.file else fault.path, fault.message, fault.hint)
                         for fault in error.faults)  # fmt: skip
    if isinstance(error, WenyeError):
        text = next((part for part in vars(error).values() if isinstance(part, Text)), None)
        return str(error) if text is None or text.en in str(error) else both(text)
    if isinstance(error, OSError):
        return _machine(error)
    if _is(error, "django.core.exceptions", "ImproperlyConfigured"):
        return str(error)
    if _is(error, "django.db.utils", "OperationalError"):
        return _database(error)
    return None


def both(text: Text) -> str:
    """A message in both languages on one line."""
    return f"{text.zh} / {text.en}"


def unreadable(name: str, error: OSError) -> str:
    """Why a file that was asked for cannot be read, and what to do."""
    zh, todo, en = _reason(error)
    return f"无法读取“{name}”：{zh}，{todo}。 / {name} cannot be read ({error.strerror}); {en}."


def _fault(where: str, message: Text, hint: Text) -> str:
    return f"{where}: {message.zh}{hint.zh}\n    {message.en} {hint.en}".rstrip()


def _machine(error: OSError) -> str:
    zh, todo, en = _reason(error)
    if error.filename is None:
        return f"没有写完：{zh}，{todo}。 / It was not written to the end ({error.strerror}); {en}."
    data = os.environ.get("WENYE_DATA", "")
    hint = "数据文件夹由 WENYE_DATA 指定。" if data and str(error.filename).startswith(data) else ""
    english = " The data folder is named by WENYE_DATA." if hint else ""
    return f"“{error.filename}”用不了：{zh}，{todo}。{hint} / {error.filename}: {error.strerror}; {en}.{english}"


def _reason(error: OSError) -> tuple[str, str, str]:
    return REASONS.get(error.errno or 0, (error.strerror or str(error), "请检查后重试", "check it and try again"))


def _database(error: Exception) -> str:
    first = str(error).partition("\n")[0]
    return (
        f"数据库用不了：{first}。请检查 WENYE_DATABASE_URL、磁盘和数据库服务。"
        " / The database cannot be used; check WENYE_DATABASE_URL, the disk and the server."
    )


def _is(error: Exception, module: str, name: str) -> bool:
    """Whether the error is of a class of Django's, which need not be loaded."""
    kind = getattr(sys.modules.get(module), name, None)
    return kind is not None and isinstance(error, kind)
