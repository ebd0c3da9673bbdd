"""Django and the tables made ready for a verb that works on the registers."""

import os


def ready() -> None:
    """Sets Django up and brings the tables up to date; safe to repeat."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenye.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
