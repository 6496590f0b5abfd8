"""Leaving the mails of a community, by a link that only the mail holds."""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.domain.refusals import UnknownTokenError
from assessments.models import Mail, Member

SALT = "assessments.domain.unsubscribing"


def unsubscribe_link(member: Member) -> str:
    """Give the address by which a member takes themselves out of all mails of the community.

    It says nothing about answering, works for good, and is signed, so that nobody else's can be
    guessed.
    """
    key = signing.Signer(salt=SALT, sep=".").sign(member.pk.hex)
    return settings.BASE_URL + reverse("unsubscribe", kwargs={"key": key})


def member_of_key(key: str) -> Member:
    """Find whose mails an address is about.

    Raises
    ------
    UnknownTokenError
        If the key is forged, or the member has been erased.
    """
    try:
        member_id = UUID(signing.Signer(salt=SALT, sep=".").unsign(key))
        return Member.objects.select_related("community").get(pk=member_id)
    except (signing.BadSignature, ValueError, Member.DoesNotExist):
        raise UnknownTokenError(_("This link does not work.")) from None


@transaction.atomic
def set_unsubscribed(member: Member, *, unsubscribed: bool) -> None:
    """Stop the mails of a community to a member, or let them begin again with the next wave."""
    Member.objects.filter(pk=member.pk).update(unsubscribed=unsubscribed)
    if unsubscribed:
        Mail.objects.filter(invitation__member=member, state=Mail.State.DUE).delete()
