"""Django's settings, derived from `zhiyi.server.config`. Nothing is set here that a city should choose."""

from __future__ import annotations

from csp.constants import NONE, SELF

from zhiyi.server import config

ZHIYI = config.current()
TESTING = ZHIYI.mode is config.Mode.TEST

SECRET_KEY = ZHIYI.secret()
DEBUG = False
ALLOWED_HOSTS = ZHIYI.hosts
ROOT_URLCONF = "zhiyi.server.urls"
WSGI_APPLICATION = "zhiyi.server.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.Person"
APPEND_SLASH = True

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "axes",
    "csp",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "zhiyi.server.accounts",
    "zhiyi.server.audit",
    "zhiyi.server.orgs",
    "zhiyi.server.packs",
    "zhiyi.server.indicators",
    "zhiyi.server.gaps",
    "zhiyi.server.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zhiyi.server.accounts.middleware.SecurityHeaders",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "zhiyi.server.accounts.middleware.CookiesWithoutNull",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "zhiyi.server.web.source_words.SourceWords",
    "zhiyi.server.accounts.middleware.LanguageChoice",
    "zhiyi.server.accounts.middleware.ActorMiddleware",
    "zhiyi.server.accounts.middleware.SecondFactorMiddleware",
    "zhiyi.server.accounts.middleware.DoorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zhiyi.server.web.refusals.Refusals",
    "axes.middleware.AxesMiddleware",
]

DATABASES = {"default": config.database(ZHIYI)}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "zhiyi.server.web.context.frame",
            ],
        },
    },
]

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else [
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "overview"
LOGOUT_REDIRECT_URL = "home"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "zhiyi.server.accounts.refusals.locked"
AXES_CLIENT_IP_CALLABLE = "zhiyi.server.accounts.addresses.counted_address"
AXES_USERNAME_CALLABLE = "zhiyi.server.accounts.addresses.counted_name"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # somebody who keeps trying must not keep the owner out
AXES_DISABLE_ACCESS_LOG = True  # the audit book records sign-ins, with the address as a digest
AXES_VERBOSE = False

SESSION_COOKIE_NAME = "zhiyi_session"
SESSION_COOKIE_AGE = ZHIYI.session_minutes * 60
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = ZHIYI.secure_cookies
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = ZHIYI.secure_cookies
CSRF_FAILURE_VIEW = "zhiyi.server.web.refusals.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if ZHIYI.secure_cookies else 0
SECURE_SSL_REDIRECT = False  # the proxy in front redirects; a plain-HTTP health check stays possible
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ZHIYI.trusted_proxy else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "img-src": [SELF, "data:"],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
TIME_ZONE = ZHIYI.time_zone
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = config.static_root()
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+-[0-9A-Z]{8}\.[a-z0-9.]+$"
WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "zhiyi.server.logs.formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"zhiyi": {"level": "INFO"}, "axes": {"level": "ERROR"}},
}
