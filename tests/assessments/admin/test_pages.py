"""The pages of the admin that are about no single row, and what histories and the audit show."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.domain.accounts.viewers import Viewer
from assessments.domain.instruments.instruments import load_instrument
from assessments.domain.records.auditing import Channel, record_view
from assessments.models import (
    Account,
    Comment,
    Community,
    Erasure,
    Instrument,
    Mark,
    Member,
    ReleaseView,
    Translation,
    Wave,
)
from tests.assessments import making
from tests.assessments.admin.addresses import listed, noun_of, page

OpenWave = Callable[..., Wave]


def act(admin: Client, action: str, row: Any, **more: str) -> Any:
    wish = {"action": action, "_selected_action": [str(row.pk)], **more}
    return admin.post(listed(noun_of(row)), wish)


def test_the_start_page_costs_the_same_with_more_rows(admin: Client, leader: Account) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert admin.get("/admin/").status_code == 200
        return len(captured)

    making.make_wave(making.make_community(leader), making.make_tiny(), members=2)
    cost()  # what is read once for good
    before = cost()
    for number in range(3):
        making.make_wave(
            making.make_community(leader, f"Other {number}"), making.make_tiny(), members=2
        )

    assert cost() == before


def test_staff_without_waves_see_a_start_page_without_them(
    client: Client, open_wave: OpenWave
) -> None:
    wave = open_wave()
    helper = making.make_account("helper@example.org", is_staff=True)
    helper.user_permissions.add(Permission.objects.get(codename="view_instrument"))
    client.force_login(helper)

    content = client.get("/admin/").content.decode()

    assert "Instruments" in content
    assert str(wave.pk) not in content


@pytest.mark.parametrize("name", ["comments", "retention", "load_instrument", "compare"])
def test_pages_ask_for_a_permission(client: Client, db: None, name: str) -> None:
    client.force_login(making.make_account("helper@example.org", is_staff=True))

    assert client.get(reverse(f"admin:{name}")).status_code == 403


def test_a_comment_is_read_and_shown(admin: Client, assessed_wave: OpenWave) -> None:
    wave = assessed_wave(n=12, instrument=making.make_tiny())
    one, two = Comment.objects.bulk_create(
        [Comment(wave=wave, text="one"), Comment(wave=wave, text="<i>two</i>")]
    )
    content = admin.get(reverse("admin:comments")).content.decode()
    assert "&lt;i&gt;two&lt;/i&gt;" in content

    wish = {f"decision-{one.pk}": "show", f"decision-{two.pk}": "", "decision-x": "show"}
    admin.post(reverse("admin:comments"), {**wish, f"decision-{10**30}": "hide"})

    assert {*Comment.objects.values_list("text", "state")} == {
        ("one", "shown"),
        ("<i>two</i>", "new"),
    }
    assert "one" in admin.get(reverse("admin:comments"), {"state": "shown"}).content.decode()


def test_the_queue_has_no_filter_by_wave_or_writer(admin: Client, assessed_wave: OpenWave) -> None:
    assessed_wave(n=5, instrument=making.make_tiny())
    Comment.objects.create(wave=Wave.objects.get(), text="Marzipan")

    assert "Marzipan" not in admin.get(reverse("admin:comments")).content.decode()


def test_what_is_over_its_time_is_shown_and_purged(
    admin: Client, assessed_wave: OpenWave, settings: Any
) -> None:
    assessed_wave(n=5, instrument=making.make_tiny())
    Wave.objects.update(sealed_at=timezone.now() - timedelta(days=500))
    content = admin.get(reverse("admin:retention")).content.decode()
    assert content.count("5 rows") == 2  # marks and invitations
    assert Mark.objects.count() == 5

    admin.post(reverse("admin:retention"))

    assert not Mark.objects.exists()


def test_an_instrument_is_looked_through_and_then_loaded(admin: Client) -> None:
    file = SimpleUploadedFile("tiny.toml", making.TINY.encode())
    answer = admin.post(reverse("admin:load_instrument"), {"file": file})
    assert "Members are at peace here." in answer.content.decode()
    assert not Instrument.objects.exists()

    text = answer.context["form"].initial["text"]
    admin.post(reverse("admin:load_instrument"), {"text": text, "confirmed": "yes"})

    assert Instrument.objects.get().key == "tiny"


def test_faults_of_a_file_are_listed_and_nothing_is_loaded(admin: Client) -> None:
    file = SimpleUploadedFile("x.toml", making.TINY.replace('"spirit_1"', '"spirit_2"').encode())

    answer = admin.post(reverse("admin:load_instrument"), {"file": file})

    assert answer.status_code == 422
    assert "spirit_2" in answer.content.decode()
    assert not Instrument.objects.exists()


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"{", b"key = ", b"[" * 3000])
def test_a_hostile_instrument_is_never_the_servers_fault(admin: Client, content: bytes) -> None:
    answer = admin.post(
        reverse("admin:load_instrument"), {"file": SimpleUploadedFile("x", content)}
    )

    assert answer.status_code == 422


@pytest.mark.parametrize("form", ["toml", "json"])
def test_an_instrument_is_taken_along_and_comes_back(
    admin: Client, tiny: Instrument, form: str
) -> None:
    file = admin.get(reverse("admin:assessments_instrument_file", args=[tiny.pk, form]))
    again = SimpleUploadedFile(f"x.{form}", file.content)

    content = admin.post(reverse("admin:load_instrument"), {"file": again}).content.decode()

    assert "loaded already" in content
    assert admin.get(file.request["PATH_INFO"].replace(form, "exe")).status_code == 404


def test_two_versions_are_compared(admin: Client, tiny: Instrument) -> None:
    second = load_instrument(
        making.TINY.replace("version = 1", "version = 2").replace("at peace", "at ease")
    )
    words = {"before": str(tiny.pk), "after": str(second.pk)}

    content = admin.get(reverse("admin:compare"), words).content.decode()

    assert "<del>Members are at peace here.</del>" in content
    assert "<ins>Members are at ease here.</ins>" in content
    assert admin.get(reverse("admin:compare"), {**words, "after": "x"}).status_code == 200


def test_a_translation_is_reviewed(admin: Client, tiny: Instrument) -> None:
    texts = {"language": "de", "items": {"spirit_1": "Hier ist Frieden."}}
    row = Translation.objects.create(instrument=tiny, language="de", content=texts)
    content = admin.get(page(row)).content.decode()
    assert "Hier ist Frieden." in content
    assert "Members are at peace here." in content

    act(admin, "mark_reviewed", row)
    row.refresh_from_db()
    assert row.reviewed
    act(admin, "mark_unreviewed", row)
    row.refresh_from_db()
    assert not row.reviewed


@pytest.mark.parametrize(("to", "after"), [("4", 5), ("5", 5), ("9", 9), ("x", 5), ("9999", 5)])
def test_the_action_only_raises_the_minimum(
    admin: Client, open_wave: OpenWave, to: str, after: int
) -> None:
    wave = open_wave()
    for row in (wave, wave.community):
        assert act(admin, "raise_minimum", row).status_code == 200
        act(admin, "raise_minimum", row, confirmed="yes", minimum_answers=to)

        row.refresh_from_db()
        assert row.minimum_answers == after


def test_the_minimum_of_a_sealed_wave_stays(admin: Client, assessed_wave: OpenWave) -> None:
    wave = assessed_wave(n=5, instrument=making.make_tiny())

    act(admin, "raise_minimum", wave, confirmed="yes", minimum_answers="9")

    wave.refresh_from_db()
    assert wave.minimum_answers == 5


def test_members_are_left_out_of_new_waves_and_invited_again(
    admin: Client, community: Community
) -> None:
    (member,) = making.make_members(community, 1)
    act(admin, "leave_out", member)
    member.refresh_from_db()
    assert not member.active

    act(admin, "invite", member)
    member.refresh_from_db()
    assert member.active


@pytest.mark.parametrize("bulk", [False, True])
def test_deleting_a_member_erases_them(admin: Client, open_wave: OpenWave, *, bulk: bool) -> None:
    wave = open_wave(n=2)
    member = wave.community.members.order_by("email")[0]
    warning = (
        act(admin, "delete_selected", member) if bulk else admin.get(page(member, "delete"))
    ).content.decode()
    assert "Withdraw first:" in warning
    assert "What stays" in warning

    if bulk:
        act(admin, "delete_selected", member, post="yes")
    else:
        admin.post(page(member, "delete"), {"post": "yes"})

    assert Member.objects.count() == Erasure.objects.count() == 1
    wave.refresh_from_db()
    assert wave.erased == 1


def test_a_record_is_given_and_noted_without_a_name(admin: Client, open_wave: OpenWave) -> None:
    member = open_wave(n=1).community.members.get()

    answer = admin.get(reverse("admin:assessments_member_record", args=[member.pk]))

    assert answer.json()["member"]["email"] == member.email
    assert "no-store" in answer["Cache-Control"]
    assert "@" not in admin.get(page(member, "history")).content.decode().split("</h1>")[1].split(
        "footer"
    )[0].replace("root@example.org", "")


def test_a_history_shows_old_and_new_values(admin: Client, community: Community) -> None:
    community.name = "Renamed"
    community.save()

    content = admin.get(page(community, "history")).content.decode()

    assert "<del>Leaky Taps Guild</del>" in content
    assert "<ins>Renamed</ins>" in content


def test_no_history_holds_what_was_counted_or_who_signed_in(
    client: Client, open_wave: OpenWave, leader: Account
) -> None:
    wave = open_wave(n=5)
    making.answer_all(wave, sheets=4)
    client.force_login(leader)  # writes when they last signed in
    making.seal_and_assess(wave)
    Account.objects.get(pk=leader.pk).set_password("another secret, a test")

    accounts: Any = Account.history
    waves: Any = Wave.history
    assert {*waves.values_list("state", flat=True)} >= {"open", "sealed"}
    kept = {field.name for model in (accounts, waves) for field in model.model._meta.get_fields()}  # noqa: SLF001 -- Django's public name
    assert not kept & {
        "password", "last_login", "sheets", "invited", "result_key", "open_key_hash",
        "open_key_seed", "participation_thirds", "continuity", "erased",
    }  # fmt: skip
    assert accounts.filter(id=leader.pk).count() == 1


@pytest.mark.parametrize("model", [Member, Mark, ReleaseView])
def test_people_who_answer_have_no_history(model: Any) -> None:
    assert hasattr(Community, "history")
    assert not hasattr(model, "history")


def test_a_history_goes_with_its_row(account: Account, community: Community) -> None:
    accounts: Any = Account.history
    key = account.pk
    assert accounts.filter(id=key).exists()

    account.delete()

    assert not accounts.filter(id=key).exists()


def test_the_audit_lists_who_saw_what_and_offers_no_action(
    admin: Client, assessed_wave: OpenWave, leader: Account, superuser: Account
) -> None:
    wave = assessed_wave(n=5, instrument=making.make_tiny())
    record_view(Viewer(leader), wave, Channel.PAGE)
    assessment = wave.assessments.get()
    admin.get(listed("assessment"))
    assert ReleaseView.objects.count() == 1, "a list of assessments shows no value"
    admin.get(page(assessment))

    content = admin.get(listed("releaseview")).content.decode()

    assert {*ReleaseView.objects.values_list("account__email", "channel")} == {
        (leader.email, "page"),
        (superuser.email, "admin"),
    }
    assert leader.email in content
    assert 'name="action"' not in content
    row = ReleaseView.objects.all()[0]
    assert admin.post(page(row), {"channel": "rest"}).status_code == 403
    assert admin.post(page(row, "delete"), {"post": "yes"}).status_code == 403


def test_an_instrument_is_offered_again(admin: Client, tiny: Instrument) -> None:
    act(admin, "retire", tiny)
    tiny.refresh_from_db()
    assert tiny.retired_at is not None

    act(admin, "offer", tiny)

    tiny.refresh_from_db()
    assert tiny.retired_at is None
    assert "Retired" in admin.get(page(tiny, "history")).content.decode()
