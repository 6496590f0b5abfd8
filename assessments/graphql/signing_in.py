"""Who asks: a program by its bearer token, or a leader by the session of the pages."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.domain.accounts.viewers import Viewer, viewer_of_token
from assessments.graphql.refusal import Refusal
from assessments.models.accounts import Account

SCHEME = "bearer"


class _Csrf(CsrfViewMiddleware):
    """Says why a request is rejected instead of answering it."""

    def _reject(self, _request: HttpRequest, reason: str) -> str:
        return reason


def viewer_of(request: HttpRequest) -> Viewer:
    """Let a request in.

    Raises
    ------
    Refusal
        401 without a valid sign-in, 403 for a session without its CSRF token, or with GET.
    """
    viewer = reader_of(request)
    if viewer.token is not None:
        return viewer
    if request.method != "POST":
        raise Refusal(HTTPStatus.FORBIDDEN, _("GET is for programs with a token; use POST."))
    if _csrf_fault(request):
        raise Refusal(HTTPStatus.FORBIDDEN, _("The CSRF token is missing or wrong."))
    return viewer


def reader_of(request: HttpRequest) -> Viewer:
    """Let a request in that only reads.

    Raises
    ------
    Refusal
        401 without a valid sign-in.
    """
    words = _authorization(request)
    if words and words[0].lower() == SCHEME:
        return _by_token(words[1:])
    if not isinstance(request.user, Account):
        raise Refusal(
            HTTPStatus.UNAUTHORIZED,
            _("Sign in: with the header “Authorization: Bearer TOKEN”, or on the pages."),
            {"WWW-Authenticate": 'Bearer realm="commsurvey"'},
        )
    return Viewer(request.user)


def secret_of(request: HttpRequest) -> str | None:
    """Give the token that a request carries, good or not; None without one."""
    match _authorization(request):
        case [scheme, secret] if scheme.lower() == SCHEME:
            return secret
    return None


def _authorization(request: HttpRequest) -> list[str]:
    words: str = request.META.get("HTTP_AUTHORIZATION", "")
    return words.split()


def _by_token(secrets: list[str]) -> Viewer:
    viewer = viewer_of_token(secrets[0], now=timezone.now()) if len(secrets) == 1 else None
    if viewer is None:
        raise Refusal(
            HTTPStatus.UNAUTHORIZED,
            _("This token is unknown, expired or revoked."),
            {"WWW-Authenticate": 'Bearer realm="commsurvey", error="invalid_token"'},
        )
    return viewer


def _csrf_fault(request: HttpRequest) -> bool:
    check = _Csrf(_exempt)
    check.process_request(request)
    return check.process_view(request, _exempt, (), {}) is not None


def _exempt(_request: HttpRequest) -> HttpResponse:
    """Stand for the view, which is exempt from the check that the middleware does."""
    return HttpResponse()
