"""What the mails say. Tokens are made here, while mailing, and kept as hashes."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.domain.communities.invitations import mint_link
from assessments.domain.communities.unsubscribing import unsubscribe_link
from assessments.domain.messages.mail_folder import KIND_HEADER
from assessments.models import Invitation, Mail, Wave


def message_of(mail: Mail) -> EmailMultiAlternatives:
    """Write a mail: a plain part, an HTML part, and the headers by which programs unsubscribe.

    Raises
    ------
    WaveClosedError
        If it invites or reminds, and the wave is sealed meanwhile.
    """
    message = _to_member(mail) if mail.invitation else _to_leader(mail)
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    message.extra_headers[KIND_HEADER] = mail.kind
    # Services of django-anymail give the metadata back when a mail bounces. Nothing is tracked:
    # who opens a mail or follows its link is nobody's business. Other backends pass over it.
    message.metadata = {"mail": str(mail.pk)}  # type: ignore[attr-defined] # Anymail's
    message.track_opens = message.track_clicks = False  # type: ignore[attr-defined] # Anymail's
    return message


def result_link(wave: Wave) -> str:
    """Give the address of a wave's result, the same for all its members."""
    return settings.BASE_URL + reverse("wave_result", kwargs={"result_key": wave.result_key})


def _to_member(mail: Mail) -> EmailMultiAlternatives:
    invitation = mail.invitation
    if invitation is None or invitation.member is None:
        raise ValueError("an invitation of the open link has no address")
    wave, member = invitation.wave, invitation.member
    unsubscribe = unsubscribe_link(member)
    with translation.override(member.language or wave.community.language):
        message = _written(
            mail,
            to=member.email,
            wave=wave,
            name=member.name,
            unsubscribe=unsubscribe,
            link=_link(mail, invitation),
        )
    message.extra_headers["List-Unsubscribe"] = f"<{unsubscribe}>"
    message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return message


def _to_leader(mail: Mail) -> EmailMultiAlternatives:
    wave, account = mail.wave, mail.account
    if wave is None or account is None:
        raise ValueError("a mail goes to somebody invited or to a leader")
    where = {"slug": wave.community.slug, "number": wave.number}
    with translation.override(wave.community.language):
        return _written(
            mail,
            to=account.email,
            wave=wave,
            name=account.name,
            link=settings.BASE_URL + reverse("result_of_wave", kwargs=where),
        )


def _link(mail: Mail, invitation: Invitation) -> str:
    if mail.kind == Mail.Kind.RESULT:
        return result_link(invitation.wave)
    return mint_link(invitation)


def _written(mail: Mail, *, to: str, wave: Wave, **words: Any) -> EmailMultiAlternatives:  # noqa: ANN401 -- the words of a template
    words |= {"wave": wave, "community": wave.community, "title": _title(mail, wave)}
    template = f"assessments/mail/{mail.kind}"
    message = EmailMultiAlternatives(
        subject=words["title"],
        body=render_to_string(f"{template}.txt", words),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
    )
    message.attach_alternative(render_to_string(f"{template}.html", words), "text/html")
    return message


def _title(mail: Mail, wave: Wave) -> str:
    told = {
        Mail.Kind.INVITATION: _("%(community)s asks how you see it"),
        Mail.Kind.REMINDER: _("%(community)s still asks how you see it"),
        Mail.Kind.RESULT: _("%(community)s: the result is there"),
    }
    # A line break in a name must not begin another header.
    return told[Mail.Kind(mail.kind)] % {"community": " ".join(wave.community.name.split())}
