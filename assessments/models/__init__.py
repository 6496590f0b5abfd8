"""What is kept. One module for each noun; ``docs/architecture.md`` shows how they hang together."""

from assessments.models.accounts import Account
from assessments.models.assessments import Assessment, ItemResult, Score
from assessments.models.communities import Community, Leadership, Member
from assessments.models.instruments import Instrument, Translation
from assessments.models.invitations import Draft, Invitation, Mail, Mark, Token
from assessments.models.sheets import AnswerSheet, Chunk, Comment, PendingComment
from assessments.models.tokens import ApiToken
from assessments.models.waves import RosterClass, Wave
from assessments.models.work import Work

__all__ = [
    "Account",
    "AnswerSheet",
    "ApiToken",
    "Assessment",
    "Chunk",
    "Comment",
    "Community",
    "Draft",
    "Instrument",
    "Invitation",
    "ItemResult",
    "Leadership",
    "Mail",
    "Mark",
    "Member",
    "PendingComment",
    "RosterClass",
    "Score",
    "Token",
    "Translation",
    "Wave",
    "Work",
]
