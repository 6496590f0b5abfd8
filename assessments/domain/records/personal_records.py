"""What is held about one member, in a form they can take with them (GDPR, Art. 15 and 20)."""

from typing import Any

from django.utils.translation import gettext as _

from assessments.models import Invitation, Mail, Member


def record_of(member: Member) -> dict[str, Any]:
    """Give everything about a member that somebody may be shown.

    Whether they took part and what they are writing is not in it: whoever hands the record over
    would read it. Members see both for themselves, by their own link.
    """
    invitations = (
        Invitation.objects.filter(member=member)
        .select_related("wave__community")
        .prefetch_related("mails")
        .order_by("wave__number")
    )
    return {
        "community": {"name": member.community.name, "slug": member.community.slug},
        "member": {
            "email": member.email,
            "name": member.name,
            "language": member.language,
            "role": member.role,
            "tenure": member.tenure,
            "invited_to_new_waves": member.active,
            "wants_no_mails": member.unsubscribed,
        },
        "waves": [_wave(invitation) for invitation in invitations],
        "not_in_this_record": [
            _(
                "Whether you took part is kept until the community's next close and shown to "
                "nobody, so it is not written here."
            ),
            _(
                "What you have answered and not yet sent you see with your own link; nobody else "
                "can open it. It is deleted when you send and when the survey closes."
            ),
            _(
                "Answers that were sent cannot be found by anything we hold. Until the survey "
                "closes your link or your receipt withdraws them; afterwards nobody can (GDPR, "
                "Article 11(2))."
            ),
        ],
    }


def _wave(invitation: Invitation) -> dict[str, Any]:
    wave = invitation.wave
    return {
        "number": wave.number,
        "opens_at": wave.opens_at.isoformat(),
        "closes_at": wave.closes_at.isoformat(),
        "mails": [
            {"kind": mail.kind, "number": mail.number, "state": mail.state}
            for mail in sorted(invitation.mails.all(), key=lambda mail: (mail.kind, mail.number))
            # Who is reminded has not answered yet.
            if mail.kind != Mail.Kind.REMINDER
        ],
    }
