"""What is kept. One module for each noun; ``docs/architecture.md`` shows how they hang together."""

from assessments.models.accounts import Account
from assessments.models.assessments import Assessment, CellScore, ItemResult, Score, StoredRelease
from assessments.models.communities import Community, Leadership, Member
from assessments.models.erasures import Erasure
from assessments.models.instruments import Instrument, Translation
from assessments.models.interactions import InteractionIndices
from assessments.models.invitations import Draft, Invitation, Mail, Mark, Token
from assessments.models.release_views import ReleaseView
from assessments.models.sheets import AnswerSheet, Chunk, Comment, PendingComment
from assessments.models.tokens import ApiToken
from assessments.models.waves import RosterClass, Wave
from assessments.models.webhooks import Delivery, Webhook
from assessments.models.work import Work

__all__ = [
    "Account",
    "AnswerSheet",
    "ApiToken",
    "Assessment",
    "CellScore",
    "Chunk",
    "Comment",
    "Community",
    "Delivery",
    "Draft",
    "Erasure",
    "Instrument",
    "InteractionIndices",
    "Invitation",
    "ItemResult",
    "Leadership",
    "Mail",
    "Mark",
    "Member",
    "PendingComment",
    "ReleaseView",
    "RosterClass",
    "Score",
    "StoredRelease",
    "Token",
    "Translation",
    "Wave",
    "Webhook",
    "Work",
]
