"""One settings module, driven by the environment; a bad value stops the start with its name.

Every variable is listed with its default in `.env.example`.
"""

from datetime import timedelta
from email.utils import parseaddr
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.contrib.messages import constants as message_levels
from django.utils.translation import gettext_lazy as _
from environs import Env, validate

env = Env(eager=False)

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

# --- What the environment decides -------------------------------------------------------------

DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
SECRET_KEY = env.str("SECRET_KEY", validate=validate.Length(min=1))
SITE_URL = env.str("SITE_URL", "http://localhost:8000", validate=validate.URL(require_tld=False))
SITE_HOST = urlsplit(SITE_URL).hostname or "localhost"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [SITE_HOST, "localhost", "127.0.0.1", "[::1]"])
REDIS_URL = env.str("REDIS_URL", "")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Rotonde <welcome@example.org>")
# Whom readers write to about what is kept of them; without it, the sender of our mails.
PRIVACY_EMAIL = env.str("PRIVACY_EMAIL", parseaddr(DEFAULT_FROM_EMAIL)[1])
TILE_URL = env.str("TILE_URL", "https://tile.openstreetmap.org/{z}/{x}/{y}.png")
TILE_ATTRIBUTION = env.str("TILE_ATTRIBUTION", "© OpenStreetMap contributors")
# The outline of the region and its neighbours; what lies outside is shown to editors.
SERVICE_AREA = env.path("SERVICE_AREA", BASE_DIR / "fixtures/region/service-area.geojson")
# Asks the servers of all links of the directory, a few at a time; a demo leaves them alone.
LINK_CHECKS = env.bool("LINK_CHECKS", not (DEBUG or DEMO))
# Where gunicorn writes who opened which page; the privacy page tells whether it does.
ACCESS_LOG = env.str("ACCESS_LOG", "")
LOG_FORMAT = env.str("LOG_FORMAT", "text", validate=validate.OneOf(["text", "json"]))

# Limits against abuse; generous for a family, narrow for someone who sells slots.
HOLDS_PER_ADDRESS_PER_HOUR = env.int("HOLDS_PER_ADDRESS_PER_HOUR", 30, validate=validate.Range(1))
HOLDS_PER_ADDRESS_PER_DAY = env.int(
    "HOLDS_PER_ADDRESS_PER_DAY", HOLDS_PER_ADDRESS_PER_HOUR * 5, validate=validate.Range(1)
)
HOLDS_OPEN_PER_ADDRESS = env.int("HOLDS_OPEN_PER_ADDRESS", 5, validate=validate.Range(1))
VISITS_PER_MAIL_PER_DAY = env.int("VISITS_PER_MAIL_PER_DAY", 5, validate=validate.Range(1))

# Under pressure (so many holds in a minute at a center, or from one neighbourhood of addresses)
# each hold asks for a little work: about 2**bits hashes, or so many seconds of patience.
PRESSURE_HOLDS_PER_CENTER = env.int(
    "PRESSURE_HOLDS_PER_CENTER", HOLDS_PER_ADDRESS_PER_HOUR * 20, validate=validate.Range(0)
)
PRESSURE_HOLDS_PER_BLOCK = env.int(
    "PRESSURE_HOLDS_PER_BLOCK", HOLDS_PER_ADDRESS_PER_HOUR, validate=validate.Range(0)
)
PRESSURE_BITS = env.int("PRESSURE_BITS", 15, validate=validate.Range(1, 26))
PRESSURE_WAIT_SECONDS = env.int("PRESSURE_WAIT_SECONDS", 20, validate=validate.Range(1))

# How long personal data stays, in days; what is older goes or is made nameless every night.
VISIT_RETENTION_DAYS = env.int("VISIT_RETENTION_DAYS", 730, validate=validate.Range(1))
WAITING_RETENTION_DAYS = env.int("WAITING_RETENTION_DAYS", 90, validate=validate.Range(1))
MESSAGE_RETENTION_DAYS = env.int("MESSAGE_RETENTION_DAYS", 180, validate=validate.Range(1))
UNCONFIRMED_ACCOUNT_DAYS = env.int("UNCONFIRMED_ACCOUNT_DAYS", 30, validate=validate.Range(1))
SIGN_IN_LOG_DAYS = env.int("SIGN_IN_LOG_DAYS", 90, validate=validate.Range(1))

# Sign-in through an organisation's own accounts (OpenID Connect); off without an address.
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", "")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", "")
OIDC_NAME = env.str("OIDC_NAME", "Single sign-on")

# Machine translation for editors; off without an address. Texts leave the house for it.
TRANSLATION_URL = env.str("TRANSLATION_URL", "")
TRANSLATION_KEY = env.str("TRANSLATION_KEY", "")
TRANSLATION_PROVIDER = env.str(
    "TRANSLATION_PROVIDER", "libretranslate", validate=validate.OneOf(["libretranslate", "deepl"])
)

REGISTRATIONS_PER_MAIL_PER_HOUR = env.int(
    "REGISTRATIONS_PER_MAIL_PER_HOUR", 6, validate=validate.Range(1)
)
REGISTRATIONS_PER_MAIL_PER_DAY = env.int(
    "REGISTRATIONS_PER_MAIL_PER_DAY", 10, validate=validate.Range(1)
)
# A school or a company may be behind one address.
REGISTRATIONS_PER_ADDRESS_PER_HOUR = env.int(
    "REGISTRATIONS_PER_ADDRESS_PER_HOUR", 60, validate=validate.Range(1)
)
REGISTRATIONS_PER_ADDRESS_PER_DAY = env.int(
    "REGISTRATIONS_PER_ADDRESS_PER_DAY", 200, validate=validate.Range(1)
)
REGISTRATION_RETENTION_DAYS = env.int(
    "REGISTRATION_RETENTION_DAYS", 365, validate=validate.Range(1)
)
HIRES_PER_EMPLOYER_PER_DAY = env.int("HIRES_PER_EMPLOYER_PER_DAY", 200, validate=validate.Range(1))
HIRE_RETENTION_DAYS = env.int("HIRE_RETENTION_DAYS", 365, validate=validate.Range(1))
UNANSWERED_HIRE_DAYS = env.int("UNANSWERED_HIRE_DAYS", 60, validate=validate.Range(1))
# How many reverse proxies in front of us append to X-Forwarded-For; 0 means: believe nobody.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0, validate=validate.Range(0))

DATABASES = {"default": env.dj_db_url("DATABASE_URL", conn_max_age=60, conn_health_checks=True)}
# Off where a pooler hands out another connection for each transaction and keeps no statements.
PREPARED_STATEMENTS = env.bool("PREPARED_STATEMENTS", True)
EMAIL = env.dj_email_url("EMAIL_URL", f"file:///{VAR_DIR / 'mail'}" if DEMO else "console:")

env.seal()

if not DATABASES["default"].get("ENGINE", "").endswith("postgresql"):
    raise ValueError("DATABASE_URL must name a PostgreSQL server: postgres://user@host:5432/name")

if TRANSLATION_URL and urlsplit(TRANSLATION_URL).scheme not in ("http", "https"):
    raise ValueError("TRANSLATION_URL must be an http address: https://translate.example.org")

EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
EMAIL_HOST = EMAIL["EMAIL_HOST"]
EMAIL_PORT = EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER = EMAIL["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = EMAIL["EMAIL_USE_TLS"]
EMAIL_USE_SSL = EMAIL["EMAIL_USE_SSL"]
EMAIL_FILE_PATH = EMAIL["EMAIL_FILE_PATH"]
EMAIL_TIMEOUT = 20

# --- The house --------------------------------------------------------------------------------

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, which it extends
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",  # its templates, where ours do not stand before them
    "csp",
    "django_htmx",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rotonde.common",
    "rotonde.translations",
    "rotonde.search",
    "rotonde.notifications",
    "rotonde.region",
    "rotonde.accounts",
    "rotonde.organisations",
    "services",
    "permits",
    "events",
    "rotonde.employers",
    "rotonde.pages",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "rotonde.common.middleware.RefuseNulBytes",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "rotonde.pages.middleware.ExplainRefusals",
]

ROOT_URLCONF = "rotonde.urls"
WSGI_APPLICATION = "rotonde.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
FORMS_URLFIELD_ASSUME_HTTPS = True  # what Django 6 will do anyway
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CSRF_FAILURE_VIEW = "rotonde.pages.errors.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rotonde.pages.context.frame",
            ],
            "builtins": ["rotonde.common.templatetags.icons"],
        },
    },
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: who is locked out is asked nothing
    "allauth.account.auth_backends.AuthenticationBackend",
]

# --- Signing in ---------------------------------------------------------------------------------

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my:overview"
LOGOUT_REDIRECT_URL = "home"
# As the notice component calls it.
MESSAGE_TAGS = {message_levels.WARNING: "warn"}

# A code by mail for everyone; a password for those who set one. Nobody is told who has an account.
ACCOUNT_ADAPTER = "rotonde.accounts.adapter.AccountAdapter"
_forms = "rotonde.accounts.sign_in"
ACCOUNT_FORMS = {
    "login": f"{_forms}.PasswordForm",
    "signup": f"{_forms}.SignupForm",
    "request_login_code": f"{_forms}.CodeRequestForm",
    "confirm_login_code": f"{_forms}.CodeForm",
    "confirm_email_verification_code": f"{_forms}.AddressCodeForm",
    "confirm_password_reset_code": f"{_forms}.PasswordCodeForm",
    "add_email": f"{_forms}.ChangeAddressForm",
    "change_password": f"{_forms}.ChangePasswordForm",
    "set_password": f"{_forms}.SetPasswordForm",
    "reset_password": f"{_forms}.ForgottenForm",
    "reset_password_from_key": f"{_forms}.NewPasswordForm",
    "reauthenticate": f"{_forms}.ConfirmPasswordForm",
}
MFA_FORMS = {
    "authenticate": f"{_forms}.SecondStepForm",
    "reauthenticate": f"{_forms}.ConfirmSecondStepForm",
    "activate_totp": f"{_forms}.SetUpAppForm",
}
ACCOUNT_SIGNUP_FORM_CLASS = "rotonde.accounts.consent.ConsentForm"
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
# Guesses spread over many connections; guesses from one are axes' business below.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "30/m/ip,20/5m/key",
    "request_login_code": "20/m/ip,3/m/key,20/d/key",
}
MFA_ADAPTER = "rotonde.accounts.second_factor.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Rotonde"
MFA_TOTP_TOLERANCE = 1

SOCIALACCOUNT_AUTO_SIGNUP = False  # consent is asked of everyone
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sso",
                "name": OIDC_NAME,
                "client_id": OIDC_CLIENT_ID,
                "secret": OIDC_CLIENT_SECRET,
                "settings": {"server_url": OIDC_SERVER_URL},
            }
        ]
        if OIDC_SERVER_URL
        else [],
    }
}

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# Both together: nobody can lock somebody else out from afar.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "rotonde.common.addresses.known_address_of"
AXES_LOCKOUT_CALLABLE = "rotonde.accounts.lockout.locked_out"

# --- Languages and time -----------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("nl", _("Dutch")),
    ("fr", _("French")),
    ("de", _("German")),
    ("es", _("Spanish")),
    ("pl", _("Polish")),
    ("tr", _("Turkish")),
    ("ar", _("Arabic")),
]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["rotonde.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Brussels"
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en", "nl")
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# --- Static files: ours, and Leaflet's from its installed package -------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
_leaflet = find_spec("leaflet")
STATICFILES_DIRS = [
    BASE_DIR / "static",
    # The package's app would pull GDAL into the admin; only its files are needed.
    ("leaflet", Path(_leaflet.origin).parent / "static" / "leaflet"),  # type: ignore[union-attr,arg-type]
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Cache, broker ------------------------------------------------------------------------------

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}

# --- Security -----------------------------------------------------------------------------------

_https = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = _https
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # probes come from inside, without TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "sessionid"
# A reader's own list of services and guides (see services.menus.browser).
MENU_COOKIE_NAME = "menu"
# Whoever sends one of these is shown pages of their own (see rotonde.common.kept).
PERSONAL_COOKIES = {SESSION_COOKIE_NAME, "messages", MENU_COOKIE_NAME}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"  # private links must not leak to other sites
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

_oidc = urlsplit(OIDC_SERVER_URL)
_tiles = urlsplit(TILE_URL.replace("{s}.", "*."))
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, *([f"{_tiles.scheme}://{_tiles.netloc}"] if _tiles.netloc else [])],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # The browser follows the form that starts a single sign-on to its provider.
        "form-action": [SELF, *([f"{_oidc.scheme}://{_oidc.netloc}"] if _oidc.netloc else [])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# --- Logs ---------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "rotonde.common.logs.JsonFormatter"},
    },
    "filters": {"no_probes": {"()": "rotonde.common.logs.NoProbes"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["no_probes"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.server": {"level": "WARNING"}},
}
