"""The settings of a site whose worker knows the tests' work."""

from sunledger.settings import *  # noqa: F403

NAMES = ("count", "refuse", "break_down", "kill_itself", "sleep")
SUNLEDGER_WORK = {name: f"tests.job_work:{name}" for name in NAMES}
