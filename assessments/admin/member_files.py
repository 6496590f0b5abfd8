"""Members as a file: read by the rules of the domain, and written without a formula."""

import csv
import os
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export import resources
from import_export.fields import Field
from import_export.tmp_storages import BaseStorage
from import_export.widgets import ForeignKeyWidget

from assessments.domain.communities.communities import NewMember, add_members
from assessments.domain.communities.member_lists import COLUMNS, MOST_LINES, decoded, read_members
from assessments.domain.exports.files import harmless
from assessments.domain.refusals import FaultsError
from assessments.models.communities import Community, Member


class CommunityCell(ForeignKeyWidget):  # type: ignore[misc] # the package has no types
    """The community of a row, by its name in addresses."""

    def clean(self, value: object, row: object = None, **_kwargs: Any) -> Community:  # noqa: ANN401, ARG002 -- as the package calls it
        """Find it."""
        found = Community.objects.filter(slug=str(value or "").strip().replace("\x00", "")).first()
        if found is None:
            raise ValueError(_("There is no community with this name in addresses."))
        return found


class Values(resources.Diff):  # type: ignore[misc] # the package has no types
    """The preview of a row: its values, as text."""

    def as_html(self) -> list[str]:
        """Give them for the template to escape."""
        return [str(value) for value in self.right]


class MemberResource(resources.ModelResource):  # type: ignore[misc] # the package has no types
    """Rows of members. Who is on the roster already stays as they are."""

    community = Field(
        attribute="community", column_name="community", widget=CommunityCell(Community, "slug")
    )

    class Meta:
        model = Member
        fields = import_order = export_order = ("community", *COLUMNS)
        import_id_fields = ("community", "email")
        report_skipped = True
        use_transactions = True
        clean_model_instances = False  # the rules of the domain are stricter

    def before_import(self, dataset: Any, **_kwargs: Any) -> None:  # noqa: ANN401 -- as the package calls it
        """Refuse lists that are too long, and without the columns that say who is meant."""
        self.seen: set[tuple[str, str]] = set()
        missing = {"community", "email"} - {*(dataset.headers or ())}
        if missing:
            raise ValidationError(
                _("These columns are missing: %(names)s.") % {"names": ", ".join(sorted(missing))}
            )
        if len(dataset) > MOST_LINES:
            raise ValidationError(_("A list has at most %(most)s lines.") % {"most": MOST_LINES})

    def before_import_row(self, row: dict[str, Any], **_kwargs: Any) -> None:  # noqa: ANN401 -- as the package calls it
        """Read the cells by the rules of pasted lists, and put them back normalised."""
        line = StringIO()
        cells = [str(row.get(name) or "").removeprefix("'") for name in COLUMNS]
        csv.writer(line).writerows([COLUMNS, cells])
        try:
            (member,) = read_members(line.getvalue().replace("\x00", ""))
        except (FaultsError, ValueError) as fault:
            raise ValidationError(str(fault).rpartition(": ")[2]) from None
        row.update({name: getattr(member, name) for name in COLUMNS})

    def get_instance(self, _loader: object, row: dict[str, Any]) -> Member | None:
        """Find who is there already, whatever the capitals."""
        there = Member.objects.select_related("community")
        return there.filter(community__slug=row["community"], email__iexact=row["email"]).first()

    def skip_row(
        self, instance: Member, _original: object, row: dict[str, Any], faults: object = None
    ) -> bool:
        """Fold an address that occurs again, and leave those alone who are there."""
        if faults:
            return False  # they are told instead
        key = str(row["community"]), str(row["email"]).casefold()
        again = key in self.seen or not instance._state.adding  # noqa: SLF001 -- Django's public name
        self.seen.add(key)
        return again

    def do_instance_save(self, instance: Member, _is_create: object) -> None:
        """Put a new member on the roster."""
        stated = {name: getattr(instance, name) for name in COLUMNS}
        add_members(instance.community, [NewMember(**stated)])

    def get_diff_class(self) -> type[Values]:
        """Show values without the package's inline styles."""
        return Values

    def export_field(self, field: Any, instance: Member, **kwargs: Any) -> str:  # noqa: ANN401 -- as the package calls it
        """Write a cell that no spreadsheet computes."""
        return str(harmless(str(super().export_field(field, instance, **kwargs))))


class Upload(BaseStorage):  # type: ignore[misc] # the package has no types
    """A file between its preview and its import; nobody else can read it."""

    def save(self, data: bytes) -> None:
        """Keep what was uploaded."""
        self.name = uuid4().hex
        handle = os.open(self._place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)

    def read(self) -> str:
        """Give it as text; a list in another encoding says so in the form."""
        return decoded(self._place.read_bytes())

    def remove(self) -> None:
        """Forget it."""
        self._place.unlink()

    @property
    def _place(self) -> Path:
        folder = Path(settings.VAR_FOLDER) / "uploads"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder / Path(str(self.name)).name
