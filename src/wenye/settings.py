"""Django's settings. Everything an installation may change comes from the environment; see docs/operating.md."""

from datetime import date

from csp.constants import NONE, SELF

from wenye.environment import ROOT, database, day, flag, folder, oidc, secret_key, whole, words

# Where things are
WENYE_DATA = folder("WENYE_DATA", ROOT / ".wenye")
WENYE_PACK = folder("WENYE_PACK", ROOT / "packs" / "junshan")
SECRET_KEY = secret_key(WENYE_DATA)
DATABASES = {"default": database("WENYE_DATABASE_URL", WENYE_DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What it is: a demo shows invented people, on a stated day, and opens the analyst's pages to everybody
WENYE_DEMO = flag("WENYE_DEMO")
WENYE_BUSINESS_DATE = day("WENYE_BUSINESS_DATE", date(2019, 11, 20) if WENYE_DEMO else None)

WENYE_API_LIMIT = whole("WENYE_API_LIMIT", 600)  # requests a minute for each caller of the interface; 0: no limit

DEBUG = flag("WENYE_DEBUG")
ALLOWED_HOSTS = words("WENYE_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = words("WENYE_ORIGINS", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "ninja",
    "wenye.accounts",
    "wenye.work",
    "wenye.registry",
    "wenye.web",
    "wenye.api",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "wenye.headers.headers",
    "wenye.api.failures.middleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "wenye.accounts.door.middleware",
    "wenye.web.middleware.preferences",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wenye.web.door.middleware",
]
AUTH_USER_MODEL = "accounts.User"
ROOT_URLCONF = "wenye.urls"
WSGI_APPLICATION = "wenye.wsgi.application"
APPEND_SLASH = True
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request", "wenye.web.context.site"],
        },
    }
]

# Language and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Static files: hashed names, served by the application itself, cached for ever
STATIC_URL = "/static/"
STATIC_ROOT = WENYE_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = WENYE_DATA / "files"

# Safety. No request leaves the host, nothing inline runs, no other site may frame or address us.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# Coming in. Sessions lie in the database; wenye.accounts.sign_in holds their limits.
AUTHENTICATION_BACKENDS = ["wenye.accounts.sign_in.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("login", "name")}),
        ("NumericPasswordValidator", {}),
    )
]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Single sign-on (OpenID Connect), where a provider is named
WENYE_OIDC = oidc("WENYE_OIDC")

# With TLS in front (production): WENYE_TLS=1, and WENYE_PROXY=1 when a proxy that sets X-Forwarded-Proto ends it
WENYE_TLS = flag("WENYE_TLS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = WENYE_TLS
if WENYE_TLS:  # a browser takes these from this very host alone, and only over TLS
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
SECURE_HSTS_SECONDS = whole("WENYE_HSTS_SECONDS", 31_536_000) if WENYE_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = WENYE_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("WENYE_PROXY") else None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO" if DEBUG else "WARNING"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}
