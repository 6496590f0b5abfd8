"""The admin: one module for each noun. What is not named here is shown to nobody.

Answer sheets, chunks, comments, scores, drafts, tokens, marks and invitations stay unregistered:
no permission, not even a superuser's, opens them here.
"""

from django.contrib import admin

from assessments.admin import (
    accounts,
    assessments,
    communities,
    instruments,
    members,
    signing_in,
    tokens,
    waves,
    work,
)

__all__ = [
    "accounts",
    "assessments",
    "communities",
    "instruments",
    "members",
    "signing_in",
    "tokens",
    "waves",
    "work",
]

admin.site.site_header = admin.site.site_title = "commsurvey"
admin.site.login = signing_in.sign_in  # type: ignore[method-assign,assignment] # how Django's documentation does it
