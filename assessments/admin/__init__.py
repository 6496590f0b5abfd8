"""The admin: one module for each noun. What is not named here is shown to nobody.

Answer sheets, chunks, comments, scores, drafts, tokens, marks and invitations stay unregistered:
no permission, not even a superuser's, opens them here. The texts of sealed comments pass by one
queue, ``comments.py``, which knows neither who nor when.
"""

from assessments.admin import (
    accounts,
    assessments,
    communities,
    instruments,
    members,
    release_views,
    tokens,
    translations,
    waves,
    webhooks,
    work,
)

__all__ = [
    "accounts",
    "assessments",
    "communities",
    "instruments",
    "members",
    "release_views",
    "tokens",
    "translations",
    "waves",
    "webhooks",
    "work",
]
