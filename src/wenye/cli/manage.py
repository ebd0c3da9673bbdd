"""Django's management commands: ``./wenye manage migrate``."""

import os


def run(arguments: list[str]) -> None:
    """Hands the arguments to Django as they are."""
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenye.settings")
    execute_from_command_line(["wenye manage", *arguments])
