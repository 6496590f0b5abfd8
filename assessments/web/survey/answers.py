"""Reading answers out of what a browser sends, by dictionary."""

from dataclasses import dataclass, field

from django.core import signing
from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext as _

from assessments.domain.instruments.questionnaires import CANT_SAY
from assessments.web.survey.parts import Kind, Part

FORM_FIELDS = frozenset({"csrfmiddlewaretoken", "shown", "go", "wish"})
MOST_COMMENT = 2000
VALUES = {str(value): value for value in range(CANT_SAY + 1)}
FAST_SECONDS = 2
"""Seconds an item within which nobody reads and answers it."""

_CLOCK = signing.TimestampSigner(salt="assessments.web.answers")


@dataclass
class Sent:
    """What one page sent: answers by column, and what is wrong with the others."""

    answers: dict[str, int] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    comment: str | None = None


def read_answers(post: QueryDict, part: Part) -> Sent:
    """Read the answers to one part.

    Raises
    ------
    BadRequest
        If there are fields that the page does not have.
    """
    fields = {each.code: each for each in part.fields}
    own = {"comment"} if part.kind is Kind.CHECK else set()
    if strange := set(post) - set(fields) - FORM_FIELDS - own:
        raise BadRequest(f"{len(strange)} fields that this page does not have")
    sent = Sent()
    for code in fields.keys() & post.keys():
        value = _value(post.getlist(code))
        allowed = fields[code].scale
        if value is None or not allowed.allows(value):
            sent.faults[code] = _("Choose one of the answers.")
        else:
            sent.answers[code] = value
    if "comment" in own & post.keys():
        _read_comment(post.getlist("comment"), sent)
    return sent


def stamp() -> str:
    """Give a signed note of when a page was shown; it travels with the page and is kept nowhere."""
    return _CLOCK.sign("")


def was_fast(post: QueryDict, *, fields: int) -> bool | None:
    """Whether a page came back faster than anybody reads; None when nobody can tell."""
    try:
        _CLOCK.unsign(post.get("shown", ""), max_age=FAST_SECONDS * fields)
    except signing.SignatureExpired:
        return False
    except signing.BadSignature:
        return None
    return True


def _value(sent: list[str]) -> int | None:
    return VALUES.get(sent[0]) if len(sent) == 1 else None


def _read_comment(texts: list[str], sent: Sent) -> None:
    # Browsers send line ends as two characters; no database keeps a NUL.
    sent.comment = texts[-1].replace("\r\n", "\n").replace("\0", "").strip()
    if len(texts) > 1 or len(sent.comment) > MOST_COMMENT:
        sent.faults["comment"] = _("A comment has at most %(most)s characters.") % {
            "most": MOST_COMMENT
        }
