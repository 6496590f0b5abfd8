"""``manage.py verify_assessments``: recompute every assessment and compare."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.domain.scores.verifying import verify_assessments
from assessments.management.progress import Progress

MOST_LISTED = 200


class Command(BaseCommand):
    """Recompute every assessment from the sealed answers; fail when a stored value differs."""

    help = "Recompute every assessment from the sealed answers and compare all stored values."

    def handle(self, **_options: Any) -> None:  # noqa: ANN401 -- as declared by Django
        """Recompute, and say what differs."""
        done = verify_assessments(progress=Progress(self.stderr, "assessments recomputed"))
        if done.other_version:
            self.stdout.write(
                f"{done.other_version} assessments of another scoring version left out"
            )
        if done.without_answers:
            self.stdout.write(
                f"{done.without_answers} assessments left out: their answers have been deleted"
            )
        if done.differences:
            listed = [f"  {each}" for each in done.differences[:MOST_LISTED]]
            if len(done.differences) > MOST_LISTED:
                listed.append("  … and more")
            raise CommandError(
                "\n".join([f"{len(done.differences)} values differ:", *listed]), returncode=1
            )
        self.stdout.write(f"{done.verified} assessments come out as they are stored")
