"""The upkeep of what lies below: the audit trail is sealed each minute, old attempts and sessions are forgotten."""

from django.core.management import call_command

from wenye.accounts import attempts, audit
from wenye.work.run import Run


def seal(run: Run) -> dict[str, int]:
    """The job that chains what was written into the audit trail."""
    return {"sealed": audit.seal()}


def sweep(run: Run) -> dict[str, int]:
    """The job that deletes attempts that no longer count, and sessions that are over."""
    call_command("clearsessions")
    return {"attempts": attempts.sweep()}
