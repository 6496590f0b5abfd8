"""Mails that came back."""

from uuid import UUID

from assessments.domain.communities.unsubscribing import set_unsubscribed
from assessments.models import Mail, Member


def note_bounce(mail_id: UUID) -> bool:
    """Note that a mail came back; False when there is nothing to note.

    A reminder that comes back is passed over: only those get one who have not answered, and
    nobody may see who that is.
    """
    came_back = Mail.objects.filter(pk=mail_id, state=Mail.State.SENT)
    return bool(came_back.exclude(kind=Mail.Kind.REMINDER).update(state=Mail.State.BOUNCED))


def note_complaint(mail_id: UUID) -> bool:
    """Send somebody no more mails who called one a nuisance; False when it was nobody's."""
    member = Member.objects.filter(invitations__mails=mail_id).first()
    if member is None:
        return False
    set_unsubscribed(member, unsubscribed=True)
    return True
