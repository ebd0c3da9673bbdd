"""``./wenye up``: the database, the demo district and the match where they are not there yet, then the site."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import Annotated

from wenye.cli.arguments import Exit, Option
from wenye.cli.processes import Family

LOOPBACK, EVERYWHERE = "127.0.0.1", "0.0.0.0"  # noqa: S104
PATIENCE = 60
"""Seconds until a server that does not answer is given up."""

DISTRICT = (
    (("demo", "--if-missing"), "演示区（虚构数据）", "the demo district (invented data)"),
    (("account", "demo"), "演示账户", "the demo accounts"),
    (("match", "--if-missing"), "全部登记对象与全部待遇比对", "the match of the register with all benefits"),
)
"""What a demo needs besides tables. Each verb looks for itself whether its work is done already."""


def run(
    port: Annotated[int, Option(envvar="PORT", help="端口 · port", min=1, max=65535)] = 8000,
    host: Annotated[str, Option(envvar="WENYE_HOST", help="监听地址 · address to listen on")] = LOOPBACK,
    demo: Annotated[bool, Option(help="导入并显示演示区 · bring in and show the demo district")] = True,
) -> None:
    """WENYE_DATA 指定数据文件夹，WENYE_DATABASE_URL 指定 PostgreSQL。 · See docs/operating.md."""
    os.environ.setdefault("WENYE_DEMO", "1" if demo else "0")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenye.settings")
    from wenye.backup.occupied import in_use
    from wenye.cli.paths import data

    with in_use(data()):
        policy()
        tables()
        if demo:
            district()
        raise Exit(serve(host, open_port(host, port)))


def say(zh: str, en: str) -> None:
    print(f"» {zh} · {en}", file=sys.stderr, flush=True)


def policy() -> None:
    """A pack with faults is never served: they are raised here, all together."""
    from wenye.cli.paths import pack
    from wenye.policy.pack import load

    say("政策包", "the policy pack")
    load(pack())


def tables() -> None:
    """Brings the tables and the static files up to date; safe to repeat after an interruption."""
    from wenye.cli.ready import ready

    say("数据库与静态文件", "the database and the static files")
    ready()
    from django.core.management import call_command
    from django.db import connections

    call_command("collectstatic", verbosity=0, interactive=False)
    connections.close_all()


def district() -> None:
    """Each step in a process of its own, so that its memory is given back before the site starts."""
    for verb, zh, en in DISTRICT:
        say(zh, en)
        done = subprocess.run(_python(*verb), stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            say(
                "这一步没有完成，请看上面的说明后再执行 ./wenye up",
                "this step failed; see above, then run ./wenye up again",
            )
            raise Exit(done.returncode)


def open_port(host: str, wanted: int) -> int:
    """The wanted port or the next one that is free."""
    for port in range(wanted, min(wanted + 100, 65536)):
        if _is_free(host, port):
            if port != wanted:
                say(f"端口 {wanted} 已被占用，改用 {port}", f"port {wanted} is taken, using {port}")
            return port
    say(f"端口 {wanted} 起都被占用，请用 PORT 指定其他端口", f"no free port from {wanted} on; name another with PORT")
    raise Exit(2)


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def serve(host: str, port: int) -> int:
    """The site, its worker and its scheduler, until it is told to stop; the exit code."""
    scheduler = _python("work", "--scheduler")
    family = Family({"web": _server(host, port), "worker": _python("work"), "scheduler": scheduler}, say)
    try:
        code = _opened(family, f"http://{LOOPBACK if host == EVERYWHERE else host}:{port}/")
        if code is None:
            family.keep()
    finally:
        family.end()
    return code or 0


def _opened(family: Family, address: str) -> int | None:
    """Starts the site and says where it is; its exit code if it ended instead of opening."""
    site = family.children["web"]
    site.start()
    assert site.process is not None
    if _answers(address, family):
        say(f"网站已打开：{address}（Ctrl-C 停止）", "the site is open (Ctrl-C stops it)")
    elif (code := site.died()) is not None:
        return code or 1
    elif not family.told:
        say(
            f"网站已启动，但首页没有正常回应，请看上面的记录：{address}",
            "the site runs, but its home page fails; see above",
        )
    return None


def _python(*verb: str) -> list[str]:
    return [sys.executable, "-P", "-m", "wenye.cli", *verb]


def _server(host: str, port: int) -> list[str]:
    threads = os.environ.get("WENYE_THREADS") or str(2 * (os.cpu_count() or 1))
    return [
        sys.executable, "-P", "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", "1", "--blocking-threads", threads, "--log-level", "warning", "wenye.wsgi:application",
    ]  # fmt: skip


def _answers(address: str, family: Family) -> bool:
    """Whether the home page comes, asked again until the site is given up, has ended or is told to stop."""
    site, end = family.children["web"].process, time.monotonic() + PATIENCE
    while site is not None and site.poll() is None and not family.told and time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as response:  # noqa: S310
                return bool(response.status == 200)
        except urllib.error.HTTPError:
            return False
        except OSError:
            time.sleep(0.1)
    return False
