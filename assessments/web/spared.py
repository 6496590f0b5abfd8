"""What the pages of a survey are spared: nobody signs in to answer.

They read no session, even where the browser has one: what handles answers knows no accounts.
"""

from collections.abc import Awaitable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin

from assessments.web.languages import visitors_language

SURVEYS = "/w/"
"""Where the addresses of surveys start, and no others."""


class _Spared(MiddlewareMixin):
    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if _of_survey(request):
            return self.get_response(request)
        return super().__call__(request)


class Sessions(_Spared, SessionMiddleware):
    """Sessions, for those who sign in."""


class Accounts(_Spared, AuthenticationMiddleware):
    """Who is signed in."""


class Messages(_Spared, MessageMiddleware):
    """What one page says on the next."""


class Languages(LocaleMiddleware):
    """The language of the browser; most pages of a survey then choose and name their own."""

    def process_request(self, request: HttpRequest) -> None:
        """Speak it: nothing of the request before may be left."""
        if _of_survey(request):
            translation.activate(visitors_language(request))
        else:
            super().process_request(request)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Name it, unless the page has."""
        if _of_survey(request) and response.has_header("Content-Language"):
            return response
        return super().process_response(request, response)


class Policy(CSPMiddleware):
    """The policy of the site, for pages without their own."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Write it only where it is read."""
        return response if HEADER in response else super().process_response(request, response)


def _of_survey(request: HttpRequest) -> bool:
    return request.path_info.startswith(SURVEYS)
