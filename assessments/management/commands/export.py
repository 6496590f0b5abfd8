"""``manage.py export SLUG FOLDER``: write all that is released of a community into files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.domain.exports.exporting import Export
from assessments.domain.exports.files import TEXTS, write_workbook
from assessments.management.progress import Progress
from assessments.models import Community


class Command(BaseCommand):
    """Write the released values of all waves of a community: CSV, JSON, a workbook, SPSS syntax."""

    help = "Write all that is released of a community into files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the community and where to write."""
        parser.add_argument("slug", help="the community's name in addresses")
        parser.add_argument("folder", type=Path, help="an existing folder")

    def handle(self, *, slug: str, folder: Path, **_options: Any) -> None:  # noqa: ANN401 -- as declared by Django
        """Write the files and say how many rows there are."""
        community = Community.objects.filter(slug=slug).first()
        if community is None:
            raise CommandError(f"there is no community “{slug}”")
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder; make it first")
        waves = community.waves.select_related("community", "instrument")
        export = Export.of(community, [*waves])
        progress = Progress(self.stderr, "files written")
        for done, (name, pieces_of) in enumerate(TEXTS.items(), start=1):
            with (folder / name).open("w", encoding="utf-8", newline="") as file:
                file.writelines(pieces_of(export))
            progress(done, len(TEXTS) + 1)
        with (folder / "workbook.xlsx").open("wb") as book:
            write_workbook(export, book)
        progress(len(TEXTS) + 1, len(TEXTS) + 1)
        self.stdout.write(f"{export.score_count} scores of {len(export.releases)} waves")
