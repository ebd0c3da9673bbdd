"""Django and the tables made ready for a verb that works on the registers."""

import os
from pathlib import Path
from typing import Any


def ready() -> None:
    """Sets Django up and brings the tables up to date; safe to repeat. A verb needs one connection, no pool of them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenye.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)


def database(folder: Path) -> dict[str, Any]:
    """Django's setting of the database, which may not exist yet; SQLite lies in ``folder`` unless told otherwise.

    Read without Django's settings, which make an installation's secret where there is none.
    """
    from wenye import environment

    return environment.database("WENYE_DATABASE_URL", folder)


def migrations() -> set[str]:
    """The names of all migrations that this program has (``app.name``); nothing of the installation is touched."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenye.settings")
    os.environ.setdefault("WENYE_SECRET_KEY", "not needed for this, and none is to be made")
    import django
    from django.db.migrations.loader import MigrationLoader

    django.setup()
    return {".".join(key) for key in MigrationLoader(None).disk_migrations}
