"""Settings, all from the environment. Production refuses to start half-configured."""

from pathlib import Path
from urllib.parse import unquote

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse_lazy

import stepforward.celery  # noqa: F401  the app that shared tasks belong to, in every process

BASE_DIR = Path(__file__).resolve().parent.parent
DEMO_SECRET_KEY = "the-demo-secret-key-is-public-and-production-refuses-to-start-with-it"  # noqa: S105

env = environ.Env()
DJANGO_ENV = env.str("DJANGO_ENV", default="production")
if DJANGO_ENV not in {"development", "test", "production"}:
    raise ImproperlyConfigured("DJANGO_ENV must be development, test or production.")
if DJANGO_ENV == "development":
    env.read_env(BASE_DIR / ".env")
PRODUCTION = DJANGO_ENV == "production"

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="" if PRODUCTION else DEMO_SECRET_KEY).strip()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])
SITE_URL = env.str("SITE_URL", default="" if PRODUCTION else "http://127.0.0.1:8000").rstrip("/")
EMAIL_URL = env.str("EMAIL_URL", default="" if PRODUCTION else "smtp://127.0.0.1:2525")
FEEDBACK_KEY = env.str("FEEDBACK_KEY", default="").strip()
FETCH_LOOPBACK_CA = env.str("FETCH_LOOPBACK_CA", default="")  # a file: tests fetch from this machine by it

if PRODUCTION:
    refusals = {
        "SECRET_KEY must be set, and must not be the demo's": SECRET_KEY in {"", DEMO_SECRET_KEY},
        "SECRET_KEY must have at least 50 characters": len(SECRET_KEY) < 50,
        "SECRET_KEY must be random": len(set(SECRET_KEY)) < 10 or SECRET_KEY.startswith("django-insecure-"),
        "FEEDBACK_KEY must have at least 32 characters": 0 < len(FEEDBACK_KEY) < 32,
        "FEEDBACK_KEY must not be the SECRET_KEY, which web nodes have": FEEDBACK_KEY == SECRET_KEY,
        "DEBUG must not be set in production": DEBUG,
        "ALLOWED_HOSTS must name the site's hosts": not ALLOWED_HOSTS,
        "ALLOWED_HOSTS must not hold a wildcard": any("*" in host for host in ALLOWED_HOSTS)
        or any(host.startswith(".") for host in ALLOWED_HOSTS),
        "SITE_URL must be the site's https address": not SITE_URL.startswith("https://"),
        "EMAIL_URL must be set": not EMAIL_URL,
        "DATABASE_URL must be set": not env.str("DATABASE_URL", default=""),
        "REDIS_URL must be set": not env.str("REDIS_URL", default=""),
        "FETCH_LOOPBACK_CA must not be set in production": bool(FETCH_LOOPBACK_CA),
    }
    for sentence, refused in refusals.items():
        if refused:
            raise ImproperlyConfigured(f"{sentence}.")

INSTALLED_APPS = [
    "stepforward.people",
    "stepforward.audit",
    "stepforward.outbox",
    "stepforward.rollout",
    "stepforward.importing",
    "stepforward.ui",
    "courses",
    "facilitators",
    "feedback",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "csp",
]

if not PRODUCTION:
    INSTALLED_APPS.append("stepforward.measuring")

MIDDLEWARE = [
    "stepforward.observing.LogRequests",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "stepforward.people.access.KeepOutOfCaches",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "stepforward.ui.middleware.SayNothingWasDone",
]

ROOT_URLCONF = "stepforward.urls"
WSGI_APPLICATION = "stepforward.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["nhsuk"]
CRISPY_TEMPLATE_PACK = "nhsuk"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["stepforward.ui.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- Data ---
DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres:///stepforward")}
DATABASES["default"]["HOST"] = unquote(DATABASES["default"]["HOST"])  # a socket's folder, percent-encoded
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")

# --- Celery: the database is the truth, so a task that gets lost is found again by its sweep ---
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 60,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "max_retries": 0,
}
CELERY_TIMEZONE = "Europe/London"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_ROUTES = {"feedback.counting.*": {"queue": "counting"}}
CELERY_BEAT_SCHEDULE = {  # seconds; each task asks the database what is due, and in tests more often
    name: {"task": name, "schedule": 2 if DJANGO_ENV == "test" else seconds, "options": {"expires": seconds}}
    for name, seconds in {
        "stepforward.tick": 30,
        "outbox.sweep": 30,
        "importing.sweep": 30,
        "courses.remind": 300,
        "courses.send_joining_instructions": 120,
        "courses.lapse_holds": 60,
        "courses.release_kept_places": 300,
        "courses.certify": 60,
        "facilitators.lapse_offers": 60,
        "courses.forget_needs": 3600,
        "people.forget": 3600,
        "facilitators.certify": 60,
        "facilitators.train": 60,
        "facilitators.lapse_stages": 3600,
        "facilitators.retire": 3600,
        "facilitators.remind_supervisors": 900,
        "facilitators.forget_interest": 3600,
        "facilitators.send_joining_instructions": 120,
        "facilitators.read_calendars": 120,
        "facilitators.extend_usual_weeks": 3600,
        "facilitators.chase": 900,
        "facilitators.nudge_polls": 900,
        "feedback.counting.open_rounds": 60,
        "feedback.counting.count": 60,
        "feedback.suggest_themes": 900,
    }.items()
}

# --- Email ---
EMAIL_CONFIG = env.email_url_config(EMAIL_URL) if EMAIL_URL else {}
globals().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Step Forward <courses@stepforward.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
DEMO_MAILBOX = env.str("DEMO_MAILBOX", default="")  # where the demo's mail server keeps what it took

# --- Facilitators ---
# By which day of the month (1 to 28) most have their rota of the coming weeks: whoever has then said nothing
# of when they are free is asked, once a month.
ROTAS_OUT_ON = min(max(env.int("ROTAS_OUT_ON", default=20), 1), 28)

# --- People ---
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if DJANGO_ENV == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("home")
ACCOUNT_LOGOUT_REDIRECT_URL = reverse_lazy("home")
ACCOUNT_ADAPTER = "stepforward.people.invitation.InvitationOnlyAdapter"
ACCOUNT_FORMS = {
    "login": "stepforward.ui.account_forms.Login",
    "request_login_code": "stepforward.ui.account_forms.RequestLoginCode",
    "confirm_login_code": "stepforward.ui.account_forms.ConfirmLoginCode",
    "reset_password": "stepforward.ui.account_forms.ResetPassword",
    "reset_password_from_key": "stepforward.ui.account_forms.ResetPasswordFromKey",
    "change_password": "stepforward.ui.account_forms.ChangePassword",
    "set_password": "stepforward.ui.account_forms.SetPassword",
    "reauthenticate": "stepforward.ui.account_forms.Reauthenticate",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_RATE_LIMITS = False if DJANGO_ENV == "test" else {"login_failed": "10/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if PRODUCTION else 0  # throttles go by who asks, not by the proxy
CACHES = {  # sign-in throttles alone; in the database, so that a dead broker locks nobody out
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "people_throttle"}
}

# --- Language and time: stored in UTC, shown in Europe/London ---
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# --- Static files ---
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles" if PRODUCTION else None
STATICFILES_DIRS = [folder for folder in (BASE_DIR / "static", BASE_DIR / ".frontend") if folder.exists()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DJANGO_ENV == "development"

# --- Safety ---
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin"  # never the path, because private links have tokens in theirs
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_ENGINE = "stepforward.people.sessions"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "stepforward.ui.views.csrf_failure"
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # of what is typed; files say their own size beside their field
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "stepforward.inspecting.uploading.BoundedUpload",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# --- Logs: JSON lines, without names, tokens or answers ---
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "stepforward.observing.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "CRITICAL"},  # observing.LogRequests says it without the path
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django.server": {"level": "WARNING"},
        "celery": {"level": "WARNING"},
    },
}
