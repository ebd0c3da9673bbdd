"""``wenye account``: the first administrators of an installation, and the accounts of a demonstration."""

import sys
from typing import TYPE_CHECKING, Annotated

from wenye.cli.arguments import Argument, BadParameter, Option

if TYPE_CHECKING:
    from wenye.accounts.demo import Somebody


def run(
    what: Annotated[str, Argument(help="first 建立首位管理员，demo 建立演示账户 · first: an administrator, demo")],
    login: Annotated[str, Argument(help="账户名 · account name")] = "",
    name: Annotated[str, Option(help="姓名 · name of the administrator")] = "",
    role: Annotated[str, Option(help="security_admin, system_admin, auditor …")] = "security_admin",
) -> None:
    """已经有人担任的角色不能再在这里建立，请由安全管理员在网页上授权。 · Further ones are granted on the pages."""
    from wenye.cli.ready import ready

    ready()
    if what == "demo":
        _demo()
    elif what == "first":
        _first(login, name, role)
    else:
        raise BadParameter(f"“{what}”应为 first 或 demo。 / Write first or demo.")


def _first(login: str, name: str, role: str) -> None:
    from wenye.accounts import services
    from wenye.accounts.refusals import Refused

    try:
        user, password = services.first_administrator(login, name, role)
    except Refused as refused:
        raise BadParameter(f"{refused.said.zh} / {refused.said.en}") from None
    print("账户名和初始密码如下，只显示这一次；首次登录必须更改。 · Shown once; change it at sign-in.", file=sys.stderr)
    print(f"{user.login} {password}")


def _demo() -> None:
    from django.conf import settings

    from wenye.accounts.demo import demo_accounts

    if not settings.WENYE_DEMO:
        raise BadParameter("演示账户只能在演示站建立（WENYE_DEMO=1）。 / Demo accounts belong to a demo (WENYE_DEMO=1).")
    made = demo_accounts(_somebody("person"), _somebody("firm"))
    print(f"» 演示账户 {len(made)} 个，见登录页 · demo accounts, listed on the login page", file=sys.stderr)


def _somebody(entity: str) -> "Somebody | None":
    from wenye.accounts.demo import Somebody
    from wenye.registry.selectors import some_subjects

    found = next(iter(some_subjects(entity, 1)), None)
    return Somebody((found.entity, found.id), found.name, found.town) if found else None
