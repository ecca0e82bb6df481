"""The portal's settings: one file, everything that varies comes from the environment.

Without `DATABASE_URL` the addresses are read from `servers.json` in the data folder `KORUS_VAR`,
which the local servers write, so that every management command finds them by itself.
"""

import json
import secrets
from pathlib import Path
from typing import Any

import environ
import pghistory
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from korus_portal.accounts.shared_cache import address_of

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
KORUS_VAR = Path(env("KORUS_VAR", default=str(BASE_DIR / "var"))).resolve()


def local_servers() -> dict[str, str]:
    """Addresses of the servers that run from KORUS_VAR, empty when none were ever started."""
    try:
        found: dict[str, str] = json.loads((KORUS_VAR / "servers.json").read_text())
    except FileNotFoundError:
        return {}
    return found


def local_secret_key() -> str:
    """A key of this data folder's own, made at first use and readable by its owner only."""
    path = KORUS_VAR / "secret_key"
    if not path.exists():
        KORUS_VAR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SERVERS = local_servers()
HAS_OWN_SERVERS = "DATABASE_URL" not in env
NO_DATABASE = "postgres://korus@/korus"
DATABASES: dict[str, Any] = {
    "default": {
        **env.db("DATABASE_URL", default=SERVERS.get("database_url", NO_DATABASE)),
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
}
REDIS_URL = env("REDIS_URL", default=SERVERS.get("redis_url", "redis://127.0.0.1:6379/0"))
CACHES = {
    "default": {
        "BACKEND": "korus_portal.accounts.shared_cache.SharedCache",
        "LOCATION": address_of(REDIS_URL),
        "KEY_PREFIX": "korus",
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
}
SECRET_KEY = local_secret_key() if HAS_OWN_SERVERS else env("SECRET_KEY")
DEBUG = False
DEMO_MODE = env.bool("KORUS_DEMO", default=HAS_OWN_SERVERS)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
SITE_URL = env("SITE_URL", default=SERVERS.get("web_url") or "http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    # Ours last: they may say which of the others' operator pages there are.
    "korus_portal.design",
    "korus_portal.accounts",
    "korus_portal.audit",
    "korus_portal.files",
    "korus_portal.notifications",
    "korus_portal.jobs",
    "municipalities",
    "municipalities.register",
    "municipalities.indicators",
    "centres",
    "centres.grants",
    "assignments.coverage",
    "assignments.plans",
    "assignments.activities",
    "assignments.requests",
    "assignments.surveys",
    "assignments.mapping",
    "assignments.needs",
    "assignments.outreach",
    "assignments.rounds",
    "assignments.agreements",
    "assignments.feedback",
    "assignments.dialogues",
    "reporting",
    "korus_portal.pages",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "korus_portal.accounts.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "korus_portal.notifications.bell.ReadingMiddleware",
]

ROOT_URLCONF = "korus_portal.urls"
WSGI_APPLICATION = "korus_portal.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "korus_portal.accounts.context.demo",
                "korus_portal.pages.navigation.navigation",
                "korus_portal.notifications.bell.bell",
            ],
        },
    }
]

# Sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["korus_portal.accounts.backends.PortalBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "korus_portal.audit.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by invitation to the address
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# A class that tries the demo signs in from one address, and mistypes from it too.
ACCOUNT_RATE_LIMITS = (
    {"login": "600/m/ip", "login_failed": "300/m/ip,50/300s/key"} if DEMO_MODE else {}
)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "KORUS-portalen"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"

# The reverse proxy speaks TLS; a portal on loopback has none.
SECURE_TLS = env.bool("KORUS_TLS", default=not HAS_OWN_SERVERS)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SECURE_TLS
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_TLS else None
# Whose address is counted at sign-in: the proxy's own would be everybody's.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=int(SECURE_TLS))
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Designsystemet draws its icons as data: masks
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# Language and time
LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", _("bokmål")), ("nn", _("nynorsk"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Oslo"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# Files
STATIC_URL = "static/"
STATIC_ROOT = KORUS_VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
HASHED_STATIC = env.bool("KORUS_HASHED_STATIC", default=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "korus_portal.design.static_files.GzippedManifestStorage"
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not HASHED_STATIC
REFERENCE_DATA = BASE_DIR / "data"
# Scans what people attach: host:port or the path of a Unix socket. Without it files are marked as
# not scanned.
CLAMD_ADDRESS = env("CLAMD_ADDRESS", default="")

# Mail: written to files beside the data unless a server is named
EMAIL_FILE_PATH = str(KORUS_VAR / "mail")
vars().update(env.email("EMAIL_URL", default=f"filemail:///{EMAIL_FILE_PATH}"))
# Where people write about accessibility and privacy; empty until the operator has chosen one.
CONTACT_EMAIL = env("CONTACT_EMAIL", default="")
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="KORUS-portalen <ikke-svar@localhost>")
# Where a reply goes all the same, for an operator who has somebody to read it.
REPLY_TO_EMAIL = env("REPLY_TO_EMAIL", default="")
# Nobody's absence message is to answer a letter that nobody wrote by hand.
MAIL_HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)

# Background work
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 5, "socket_connect_timeout": 5}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
JOB_LEASE_SECONDS = env.int("KORUS_JOB_LEASE_SECONDS", default=20)
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {"task": "jobs.sweep", "schedule": env.float("KORUS_SWEEP_SECONDS", 5)},
    "sweep-letters": {"task": "notifications.sweep", "schedule": 30.0},
    "send-digests": {"task": "notifications.send_digests", "schedule": 300.0},
    "delete-old-notices": {"task": "notifications.delete_old_notices", "schedule": 3600.0},
    "worker-heartbeat": {"task": "jobs.worker_heartbeat", "schedule": 10.0},
    "close-mappings": {"task": "mapping.close_due", "schedule": 3600.0},
    "remove-case-exports": {"task": "requests.remove_old_exports", "schedule": 3600.0},
    "scan-missed-files": {"task": "requests.scan_missed", "schedule": 60.0},
    "scan-missed-stored-files": {"task": "files.scan_missed", "schedule": 60.0},
    "mark-late-requests": {"task": "requests.remind", "schedule": 3600.0},
    "forget-unsent-requests": {"task": "requests.forget_unsent", "schedule": 3600.0},
    "expire-hand-overs": {"task": "requests.expire_hand_overs", "schedule": 3600.0},
    "weekly-digests": {"task": "requests.weekly_digest", "schedule": 3600.0},
    "remind-of-agreements": {"task": "agreements.remind", "schedule": 3600.0},
    # Each hour, so that a night without beat loses nothing; each thing is done once.
    "follow-due-dates": {"task": "reporting.follow_due_dates", "schedule": 3600.0},
    "follow-structure": {"task": "reporting.follow_structure", "schedule": 3600.0},
    "forget-redacted-documents": {"task": "reporting.forget_redacted", "schedule": 300.0},
    "discard-old-imports": {"task": "activities.discard_old_imports", "schedule": 3600.0},
    "remove-queue-files": {"task": "requests.remove_queue_files", "schedule": 3600.0},
}

# Row history: every version reachable from the row as `.history`
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="history")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "korus_portal.audit.lines.KeylessFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
