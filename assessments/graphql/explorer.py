"""GraphiQL: a page on which leaders and admins try the schema, from this server's own files."""

from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.domain.accounts.viewers import Viewer
from assessments.graphql.examples import examples
from assessments.models.accounts import Account

FOLDER = "assessments/explorer/vendor"
SCRIPTS = ("react.js", "react-dom.js", "graphiql.js")

POLICY = {"font-src": ["'self'", "data:"]}
"""What GraphiQL needs beside the policy of all pages: its style sheet brings its fonts along."""


@require_safe
@login_required
def explorer(request: HttpRequest) -> HttpResponse:
    """Show GraphiQL with the example operations, or how to get it."""
    if not isinstance(request.user, Account) or not may_explore(request.user):
        raise Http404
    has_assets = finders.find(f"{FOLDER}/{SCRIPTS[-1]}") is not None
    response = (
        render(
            request,
            "assessments/explorer/explorer.html",
            {
                "scripts": [f"{FOLDER}/{name}" for name in SCRIPTS],
                "style": f"{FOLDER}/graphiql.css",
                "setup": _setup(request.user),
            },
        )
        if has_assets
        else render(request, "assessments/explorer/missing.html")
    )
    response._csp_update = POLICY  # type: ignore[attr-defined] # noqa: SLF001 -- as django-csp's decorators do it
    return response


def _setup(account: Account) -> dict[str, object]:
    slugs = Viewer(account).communities().values_list("slug", flat=True)
    return {"address": reverse("graphql"), "examples": examples(), "slug": slugs.first() or ""}


def may_explore(account: Account) -> bool:
    """Whether an account may ask for the schema: leaders and admins."""
    return account.is_staff or Viewer(account).communities().exists()
