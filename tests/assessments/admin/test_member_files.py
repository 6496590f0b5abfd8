"""Rosters as files: read by the domain's rules, written without a formula, and no name logged."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments.models import Community, Member, Wave
from tests.assessments import making

IMPORT = "admin:assessments_member_import"
OpenWave = Callable[..., Wave]


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    """Keep uploads apart."""
    settings.VAR_FOLDER = tmp_path


def upload(admin: Client, text: str | bytes) -> Any:
    content = text.encode() if isinstance(text, str) else text
    file = SimpleUploadedFile("members.csv", content, content_type="text/csv")
    return admin.post(reverse(IMPORT), {"import_file": file, "format": "0", "resource": ""})


def confirm(admin: Client, preview: Any) -> Any:
    form = preview.context["confirm_form"]
    return admin.post(reverse("admin:assessments_member_process_import"), form.initial, follow=True)


def test_a_list_is_previewed_and_then_imported(admin: Client, community: Community) -> None:
    making.make_members(community, 1)
    (there,) = community.members.all()
    text = (
        "community,email,name,role\n"
        f"{community.slug},Mia@Example.org,Mia,helper\n"
        f"{community.slug},mia@example.ORG,Mia again,\n"
        f"{community.slug},{there.email.upper()},Changed,\n"
    )

    preview = upload(admin, text)
    assert Member.objects.count() == 1
    kinds = [row.import_type for row in preview.context["result"].valid_rows()]
    assert kinds == ["new", "skip", "skip"]
    confirm(admin, preview)

    mia = Member.objects.exclude(pk=there.pk).get()
    assert (mia.email.lower(), mia.name, mia.role) == ("mia@example.org", "Mia", "helper")
    there.refresh_from_db()
    assert there.name == ""


def test_an_import_logs_how_many_and_nobody(
    admin: Client, community: Community, tmp_path: Path
) -> None:
    preview = upload(admin, f"community,email\n{community.slug},mia@example.org\n")
    (waiting,) = (tmp_path / "uploads").iterdir()
    assert waiting.stat().st_mode & 0o077 == 0
    confirm(admin, preview)

    entry = LogEntry.objects.get()
    assert entry.change_message == "1 imported"
    assert "@" not in entry.object_repr + entry.change_message
    assert not [*(tmp_path / "uploads").iterdir()]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("SLUG,nobody,", "not an e-mail address"),
        ("nowhere,mia@example.org,", "no community"),
        (",mia@example.org,", "no community"),
        ("SLUG,mia@example.org,chief", "none of member, helper, leader"),
        ("SLUG,,", "address"),
    ],
)
def test_a_row_with_a_fault_says_which(
    admin: Client, community: Community, row: str, fault: str
) -> None:
    content = upload(
        admin, "community,email,role\n" + row.replace("SLUG", community.slug) + "\n"
    ).content.decode()

    assert fault in content
    assert "Confirm import" not in content


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00",
        b"\xff\xfe\x00",
        b"email\nmia@example.org\n",
        b"community,email\n" + b'"' * 1000,
        b"community,email\nx,a\x00@b.org\n",
        "community,email\n<script>alert(1)</script>,\u202e@x.org\n".encode(),
    ],
)
def test_a_hostile_file_is_never_the_servers_fault(
    admin: Client, community: Community, content: bytes
) -> None:
    answer = upload(admin, content)

    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content
    assert not Member.objects.exists()


def test_cells_of_a_preview_are_text(admin: Client, community: Community) -> None:
    content = upload(
        admin, f"community,email,name\n{community.slug},mia@example.org,<b>Mia</b>\n"
    ).content.decode()

    assert "&lt;b&gt;Mia&lt;/b&gt;" in content
    assert " style=" not in content


def test_a_made_up_file_is_not_found(admin: Client, community: Community) -> None:
    wish = {"import_file_name": "../../secret-key", "original_file_name": "x", "format": "0"}

    answer = admin.post(reverse("admin:assessments_member_process_import"), wish)

    assert answer.status_code == 302


def test_an_export_holds_no_formula(admin: Client, community: Community) -> None:
    making.make_members(community, 1)
    Member.objects.update(name="=1+1", email="@x.org")

    answer = admin.post(reverse("admin:assessments_member_export"), {"format": "0", "resource": ""})
    head, row = csv.reader(io.StringIO(b"".join([answer.content]).decode()))

    assert dict(zip(head, row, strict=True)) == {
        "community": community.slug,
        "email": "'@x.org",
        "name": "'=1+1",
        "role": "member",
        "tenure": "",
        "language": "",
    }


def test_an_exported_list_can_be_imported_again(admin: Client, community: Community) -> None:
    making.make_members(community, 2)
    Member.objects.filter(email__startswith="m1").update(name="-1")
    answer = admin.post(reverse("admin:assessments_member_export"), {"format": "0", "resource": ""})
    Member.objects.all().delete()

    confirm(admin, upload(admin, answer.content))

    assert [*Member.objects.order_by("email").values_list("name", flat=True)] == ["-1", ""]
