"""The roster: searched, edited, left, erased, and filled from a file."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assessments.domain.communities.communities import NewMember, add_members
from assessments.models import Account, Community, Mail, Member, Wave
from tests.assessments import making
from tests.assessments.web.browsing import html_of, text_of

PATH = "/communities/leaky-taps-guild/members/"


@pytest.fixture
def ann(community: Community) -> Member:
    """A member of the guild."""
    add_members(community, [NewMember(email="ann@example.org", name="Ann <i>Ash</i>")])
    return Member.objects.get(email="ann@example.org")


def upload(text: str, encoding: str = "utf-8") -> SimpleUploadedFile:
    return SimpleUploadedFile("members.csv", text.encode(encoding), "text/csv")


def test_roster_is_searched_by_name_and_address(
    leading: Client, community: Community, ann: Member
) -> None:
    making.make_members(community, 3)

    for asked in ("ASH", "ann@"):
        page = text_of(leading.get(PATH, {"q": asked}))
        assert "1 member " in page
        assert "ann@example.org" in page
        assert "m1@" not in page
    assert "Nobody on the roster is called so" in text_of(leading.get(PATH, {"q": "<zoe>\0%"}))
    assert "<i>" not in html_of(leading.get(PATH))


def test_roster_has_pages_and_takes_the_same_queries_for_more_members(
    leading: Client, community: Community, django_assert_num_queries: Callable[..., object]
) -> None:
    making.make_members(community, 130)

    # Session, account, community; how many, which.
    with django_assert_num_queries(5):  # type: ignore[attr-defined]
        page = text_of(leading.get(PATH))
    assert "Page 1 of 2" in page
    assert "Page 2 of 2" in text_of(leading.get(PATH, {"page": "99"}))
    assert "Page 1 of 2" in text_of(leading.get(PATH, {"page": "x"}))


def test_member_is_edited(leading: Client, ann: Member) -> None:
    stated = {"name": "Ann Oak", "role": "leader", "tenure": "over_3_years", "language": "de"}

    leading.post(f"{PATH}{ann.pk}/", {**stated, "email": "eve@example.org"})

    ann.refresh_from_db()
    assert (ann.name, ann.role, ann.tenure, ann.language) == tuple(stated.values())
    assert ann.email == "ann@example.org"


@pytest.mark.parametrize(
    ("field", "value"),
    [("role", "king"), ("tenure", "x"), ("language", "tlh"), ("name", "x" * 151)],
)
def test_member_with_a_fault_is_refused_beside_the_field(
    leading: Client, ann: Member, field: str, value: str
) -> None:
    refused = leading.post(f"{PATH}{ann.pk}/", {"name": "Kept", "role": "member", field: value})

    assert refused.status_code == 422
    assert f'id="id_{field}_error"' in html_of(refused)
    ann.refresh_from_db()
    assert ann.name == "Ann <i>Ash</i>"


def test_no_list_brings_back_who_was_taken_off(leading: Client, ann: Member) -> None:
    leading.post(f"{PATH}{ann.pk}/active/", {"active": "0"})
    listed = {"addresses": "ANN@example.org, bob@example.org"}

    preview = text_of(leading.post(f"{PATH}add/", listed))
    told = text_of(leading.post(f"{PATH}add/", {**listed, "confirmed": "1"}, follow=True))

    assert "1 was taken off the roster, perhaps by their own wish, and stays off." in preview
    assert "there already" not in preview
    assert "1 member is new on the roster. Those who were taken off stay off" in told
    ann.refresh_from_db()
    assert not ann.active


def test_member_leaves_and_comes_back(leading: Client, ann: Member) -> None:
    leading.post(f"{PATH}{ann.pk}/active/", {"active": "0"})
    ann.refresh_from_db()
    assert not ann.active
    assert "off the roster" in text_of(leading.get(PATH))

    leading.post(f"{PATH}{ann.pk}/active/", {"active": "1"})
    ann.refresh_from_db()
    assert ann.active


def test_member_is_erased_after_a_question(leading: Client, ann: Member) -> None:
    assert "This cannot be undone" in text_of(leading.get(f"{PATH}{ann.pk}/erase/"))
    assert Member.objects.exists()

    leading.post(f"{PATH}{ann.pk}/erase/")

    assert not Member.objects.exists()


@pytest.mark.parametrize("page", ["", "active/", "erase/"])
def test_member_of_another_community_is_not_there(
    leading: Client, other_leader: Account, page: str, community: Community
) -> None:
    other = Community.objects.get(name="Elsewhere")
    stranger = making.make_members(other, 1)[0]

    assert leading.get(f"{PATH}{stranger.pk}/").status_code == 404
    assert leading.post(f"{PATH}{stranger.pk}/{page}").status_code == 404
    stranger.refresh_from_db()
    assert stranger.active


def test_mail_that_did_not_arrive_is_told_and_a_reminders_is_not(
    leading: Client, wave: Wave, member: Member
) -> None:
    reminder = Mail.objects.create(
        invitation=wave.invitations.get(member=member),
        kind=Mail.Kind.REMINDER,
        state=Mail.State.FAILED,
    )
    assert "mail did not arrive" not in text_of(leading.get(PATH))
    reminder.delete()

    Mail.objects.filter(invitation__member=member).update(state=Mail.State.BOUNCED)

    assert text_of(leading.get(PATH)).count("mail did not arrive") == 1
    assert "1 invitation did not arrive" in text_of(
        leading.get("/communities/leaky-taps-guild/waves/1/")
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_file_is_read_like_a_pasted_list(
    leading: Client, community: Community, encoding: str
) -> None:
    text = "Name;Address\nZoë;zoe@example.org\n"

    shown = leading.post(f"{PATH}add/", {"file": upload(text, encoding)})

    assert "1 member was understood" in text_of(shown)
    assert "Zoë" in text_of(shown)
    assert not community.members.exists()
    leading.post(f"{PATH}add/", {"addresses": text, "confirmed": "1"})
    assert community.members.get().name == "Zoë"


def test_file_with_faults_is_shown_to_be_mended(leading: Client, community: Community) -> None:
    refused = leading.post(f"{PATH}add/", {"file": upload("ann@example.org\n<b>nobody</b>")})

    assert refused.status_code == 422
    assert "line 2: “<b>nobody</b>” is not an e-mail address" in text_of(refused).replace(
        "&lt;", "<"
    ).replace("&gt;", ">")
    assert "<b>nobody" not in html_of(refused)
    assert "ann@example.org" in text_of(refused)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Paste a list or choose a file."),
        ({"addresses": " \n "}, "Paste a list or choose a file."),
        ({"addresses": "ann@example.org\0"}, "Null characters are not allowed."),
    ],
)
def test_list_that_is_none_says_what_is_missing(
    leading: Client, community: Community, sent: dict[str, str], said: str
) -> None:
    refused = leading.post(f"{PATH}add/", sent)

    assert refused.status_code == 422
    assert said in text_of(refused)


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b"\x00\x01\x02", b"\xe9;x", b"\xff\xd8\xff" * 99])
def test_file_that_is_no_list_is_refused(leading: Client, community: Community, raw: bytes) -> None:
    refused = leading.post(f"{PATH}add/", {"file": SimpleUploadedFile("photo.jpg", raw)})

    assert refused.status_code == 422
    assert not community.members.exists()


def test_preview_says_who_is_there_already(leading: Client, ann: Member) -> None:
    shown = leading.post(f"{PATH}add/", {"addresses": "Ann@Example.org\nben@example.org"})

    assert "1 is on the roster already" in text_of(shown)
    assert text_of(shown).count("there already") == 1
