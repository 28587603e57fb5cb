"""Show the long work: what waits, what runs, how far it is; stop it or take it up again."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sunledger.jobs import actions
from sunledger.jobs.models import Job, State

SHOWN = 20


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", nargs="?", help="one job; all of late without it")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--watch", action="store_true", help="stay until the job has ended")
        what.add_argument("--stop", action="store_true", help="stop the job at its next step")
        what.add_argument(
            "--take-up", action="store_true", help="go on with what failed or stopped"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Show, and do to one job what was asked."""
        if not options["code"]:
            for recent in Job.objects.all()[:SHOWN]:
                self.stdout.write(line(recent))
            return
        job = Job.objects.filter(code=options["code"]).first()
        if job is None:
            raise CommandError(_("No job has the code %(code)s.") % {"code": options["code"]})
        if options["stop"]:
            actions.stop(job=job)
        if options["take_up"]:
            actions.take_up(job=job)
        if options["watch"]:
            watch(job)
        self.stdout.write(line(job))


def line(job: Job) -> str:
    """Return a job as one line."""
    size = f"{job.done}/{job.total}" if job.total is not None else str(job.done or "")
    words = [job.code, job.work, str(State(job.state).label), size, _(job.note) if job.note else ""]
    return "  ".join(word for word in [*words, job.error] if word)


def watch(job: Job) -> None:
    """Draw the job's progress in the terminal until it has ended."""
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn()
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task(job.work, total=job.total)
        while not job.has_ended:
            bar.update(task, completed=job.done, total=job.total)
            time.sleep(0.5)
            job.refresh_from_db()
