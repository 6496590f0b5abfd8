"""``manage.py rescore``: assess every sealed wave by the present version of the scoring."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

import scoring
from assessments.domain.scores.rescoring import rescore_all
from assessments.management.progress import Progress
from assessments.management.waiting import wait_for_assessments


class Command(BaseCommand):
    """Ask the workers to assess what the present scoring has not; run it after upgrades."""

    help = "Assess every sealed wave by the present version of the scoring; old results stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--wait", action="store_true", help="wait until the worker is done")

    def handle(self, *, wait: bool, **_options: Any) -> None:  # noqa: ANN401 -- as declared by Django
        """Write down the work, and say how much it is."""
        asked = rescore_all(now=timezone.now(), progress=Progress(self.stderr, "waves asked for"))
        version = scoring.SCORING_VERSION
        self.stdout.write(f"{len(asked)} waves are to be assessed by scoring version {version}")
        if wait and asked:
            wait_for_assessments(asked, progress=Progress(self.stderr, "assessed"))
