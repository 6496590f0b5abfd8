"""Where an account is signed in."""

from typing import Any

from allauth.usersessions.views import ListUserSessionsView
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from assessments.domain.accounts.sign_ins import name_of


@method_decorator(never_cache, name="dispatch")
class Sessions(ListUserSessionsView):  # type: ignore[misc] # allauth has no types
    """Lists the devices that are signed in, and signs the others out."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:  # noqa: ANN401 -- Django's own signature
        """Name each device; the one in use stands first."""
        words = super().get_context_data(**more)
        shown = [(name_of(each), each.created_at, each.is_current()) for each in words["sessions"]]
        return {**words, "shown": sorted(shown, key=lambda each: not each[2])}
