"""``manage.py demo``: five invented communities to look around in."""

from argparse import ArgumentParser
from itertools import count
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from assessments.demo import story
from assessments.demo.communities import COMMUNITIES
from assessments.demo.sign_ins import make_accounts, sign_ins
from assessments.demo.truths import DemoCommunity
from assessments.domain.instruments.instruments import load_shipped
from assessments.domain.refusals import RefusedError
from assessments.management.progress import Progress
from assessments.management.waiting import wait_for_assessments
from assessments.models import Community, Wave

SLUGS = tuple(told.slug for told in COMMUNITIES)


class Command(BaseCommand):
    """Make the demo communities by simulating their members, and have them assessed."""

    help = "Make five invented communities with simulated members, and print how to sign in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--sign-ins",
            action="store_true",
            help="only print addresses, sign-ins and a fresh personal link again",
        )
        parser.add_argument(
            "--no-wait", action="store_true", help="do not wait until the worker has assessed"
        )
        parser.add_argument(
            "--yes", action="store_true", help="also in production, where accounts are real"
        )

    def handle(self, **options: Any) -> None:  # noqa: ANN401 -- as declared by Django
        """Make what is missing, wait, and say where to look."""
        if settings.PRODUCTION and not options["yes"]:
            raise CommandError(
                "this is a production installation; the demo makes an admin account "
                "and five communities in it. If that is what you want, add --yes"
            )
        if not options["sign_ins"]:
            self._make()
            if not options["no_wait"]:
                self._wait()
        self._say_how_to_enter()

    def _make(self) -> None:
        missing = story.missing_communities()
        if not missing:
            self.stdout.write("The demo communities are there already; nothing was changed.")
            return
        leader, instrument = make_accounts(), load_shipped(story.INSTRUMENT)
        total = sum(wave.answered for told in missing for wave in told.waves)
        show, answered = Progress(self.stderr, "simulated members have answered"), count(1)
        now = timezone.now()
        for told in missing:
            try:
                story.tell(
                    told,
                    leader=leader,
                    instrument=instrument,
                    now=now,
                    progress=lambda: show(next(answered), total),
                )
            except RefusedError as error:
                raise CommandError(f"{told.name}: {error}") from None

    def _wait(self) -> None:
        sealed = Wave.objects.filter(community__slug__in=SLUGS, state=Wave.State.SEALED)
        wait_for_assessments(
            [*sealed.values_list("pk", flat=True)],
            progress=Progress(self.stderr, "waves assessed"),
        )

    def _say_how_to_enter(self) -> None:
        there = {*Community.objects.filter(slug__in=SLUGS).values_list("slug", flat=True)}
        if not there:
            return
        lines = ["", "Demo communities (invented, answered by simulated members):"]
        lines += [_line(told) for told in COMMUNITIES if told.slug in there]
        lines += ["", f"Sign in at {settings.BASE_URL}{reverse('sign_in_by_password')}:"]
        lines += [
            f"  {each.email:20} {each.password or '(the password was changed)'}"
            for each in sign_ins()
        ]
        link = story.fresh_link()
        if link:
            lines += ["", "Answer as a member of the Leaky Taps Guild:", f"  {link}"]
        self.stdout.write("\n".join(lines))


def _line(told: DemoCommunity) -> str:
    address = settings.BASE_URL + reverse("community", kwargs={"slug": told.slug})
    return f"  {told.name:24} {address}"
