"""Settings: the embedded default, changed only by the variables of ``environment.py``."""

import structlog
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from commsurvey import connections, environment, signing_in

FOLDER = environment.FOLDER
PRODUCTION = environment.boolean("PRODUCTION")
DEBUG = environment.boolean("DEBUG") and not PRODUCTION
VAR_FOLDER = environment.folder("VAR_FOLDER", default=FOLDER / "var")

SECRET_KEY = environment.secret_key(VAR_FOLDER, production=PRODUCTION)
ALLOWED_HOSTS = environment.hosts(production=PRODUCTION)
BASE_URL = environment.base_url(production=PRODUCTION)
PORT = environment.port()

INSTALLED_APPS = [
    "commsurvey",
    "assessments",
    "assessments.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "import_export",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rules.apps.AutodiscoverRulesConfig",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "strawberry.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "assessments.web.spared.Policy",
    "assessments.web.trusted_types.spare_older_scripts",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "assessments.web.languages.choose_language",
    "assessments.web.spared.Sessions",
    "assessments.web.spared.Languages",
    "assessments.web.limits.refuse_long_bodies",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "assessments.web.spared.Accounts",
    "allauth.account.middleware.AccountMiddleware",
    "assessments.web.accounts.again.AskAgain",
    "assessments.web.accounts.settings.speak_to_account",
    "simple_history.middleware.HistoryRequestMiddleware",
    "assessments.web.spared.Messages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "commsurvey.urls"
WSGI_APPLICATION = "commsurvey.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [FOLDER / "commsurvey" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": connections.database(VAR_FOLDER)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": connections.cache()}

AUTH_USER_MODEL = "assessments.Account"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "communities"
LOGOUT_REDIRECT_URL = "home"
SIGN_UP = environment.choice("SIGN_UP", allowed=("INVITED", "OPEN"), default="INVITED")
vars().update(signing_in.SETTINGS)
# A passkey belongs to a host name and asks for https; on one's own machine neither is at hand.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German")), ("es", _("Spanish")), ("ar", _("Arabic"))]
LOCALE_PATHS = [FOLDER / "assessments" / "locale"]
FORMAT_MODULE_PATH = "commsurvey.formats"
TIME_ZONE = environment.time_zone()
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_FOLDER / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns without it
STATICFILES_DIRS = [FOLDER / "commsurvey" / "static"]
# The embedded default serves files where they lie, so that nobody has to collect them first.
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "commsurvey.static_files.VersionedFiles"},
}
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600  # seconds; a changed file has another address

vars().update(connections.email(VAR_FOLDER))
MAIL_SERVICE = connections.mail_service()
vars().update(connections.mail_service_settings(MAIL_SERVICE))
DEFAULT_FROM_EMAIL = environment.sender()

# Bodies: the longest honest one is a list of 10,000 members.
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # bytes
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

SECURE_CONTENT_TYPE_NOSNIFF = True
# With "no-referrer" browsers send forms with "Origin: null", and no form would pass the CSRF check.
# Pages whose address holds a token say "no-referrer" themselves.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
if PRODUCTION:
    SECURE_HSTS_SECONDS = 31_536_000  # a year
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked from inside, without TLS
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "img-src": [SELF, "data:"],
        "require-trusted-types-for": ["'script'"],
    },
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "assessments.rest.authentication.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "commsurvey",
    "DESCRIPTION": "Communities, their waves and their assessments, to read.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SERVE_INCLUDE_SCHEMA": False,
}

CELERY_BROKER_URL = connections.broker()

# How long things are kept: shorter if wished, never longer than this product promises.
KEEP_MARKS_MONTHS = environment.months("KEEP_MARKS_MONTHS", usual=13, most=13)
KEEP_COMMENTS_MONTHS = environment.months("KEEP_COMMENTS_MONTHS", usual=12, most=24)
KEEP_SHEETS_MONTHS = environment.months("KEEP_SHEETS_MONTHS", usual=24, most=36)
KEEP_AUDIT_MONTHS = environment.months("KEEP_AUDIT_MONTHS", usual=13, most=24)
PRIVACY_CONTACT = environment.text("PRIVACY_CONTACT")

# Leaders choose the addresses of webhooks; they are not to look around behind the firewall.
WEBHOOKS_IN_OWN_NETWORK = environment.boolean("WEBHOOKS_IN_OWN_NETWORK", default=not PRODUCTION)

GRAPHQL_HOURLY_COST = environment.hourly_cost()

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secrets": {"()": "commsurvey.logs.HideSecrets"}},
    "formatters": {
        "lines": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.TimeStamper(fmt="iso"),
                *(
                    [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
                    if PRODUCTION
                    # The plain traceback: the default one shows local variables, people among them.
                    else [
                        structlog.dev.ConsoleRenderer(
                            colors=False, exception_formatter=structlog.dev.plain_traceback
                        )
                    ]
                ),
            ],
            "foreign_pre_chain": [
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
            ],
        },
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "lines",
            "filters": ["secrets"],
        }
    },
    # It names the passkeys that are used.
    "loggers": {"fido2": {"level": "WARNING"}},
    "root": {
        "handlers": ["stderr"],
        "level": environment.choice(
            "LOG_LEVEL", allowed=("DEBUG", "INFO", "WARNING", "ERROR"), default="INFO"
        ),
    },
}
