"""Settings common to all environments; every deployment choice comes from an environment variable.

The table of all variables is ``docs/configuration.md``; a test holds the two together.
"""

from csp.constants import NONE, SELF

from portal import object_store
from portal.languages import load_languages, register_unknown_to_django
from portal.settings.environment import BASE_DIR, VAR_DIR, env
from portal.settings.people import *  # noqa: F403

# --- The application -------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "portal",
    "home",
    "search",
    "newsletter",
    "freshness",
    "news",
    "events",
    "services",
    "organisations",
    "topics",
    "core",
    "users",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "members",  # last: it replaces permission policies that Wagtail's apps register
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "portal.middleware.health",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.headers_of_public_pages",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "members.signin.sessions.stay_signed_in",
    "django.contrib.messages.middleware.MessageMiddleware",
    "organisations.gate.MembersInTheAdmin",
    "core.admin_requests.MalformedRequestsInTheAdmin",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.content_security_of_the_admin",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "users.User"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # widgets of ours have templates in templates/

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
                "core.context_processors.portal",
            ]
        },
    }
]

# --- Stores ----------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    # WAL and an immediate write lock let readers go on while one request writes (SQLite docs, "Write-Ahead Logging").
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        transaction_mode="IMMEDIATE",
        timeout=20,
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
    )
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}
# The editors' own search (admin) stays with the database; SEARCH_URL is the public search.
SEARCH_URL = env.list("SEARCH_URL", default=[])
SEARCH_INDEX_PREFIX = env.str("SEARCH_INDEX_PREFIX", default="portal")
SEARCH_SHARDS = env.int("SEARCH_SHARDS", default=1)
SEARCH_REPLICAS = env.int("SEARCH_REPLICAS", default=int(len(SEARCH_URL) > 1))
SEARCH_TIMEOUT = env.float("SEARCH_TIMEOUT", default=0.8)
SEARCH_CA_FILE = env.str("SEARCH_CA_FILE", default="")
SEARCH_LOG_DAYS = env.int("SEARCH_LOG_DAYS", default=180)
PAGE_VIEWS_DAYS = env.int("PAGE_VIEWS_DAYS", default=90)
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "core.admin_search"}}
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if env.bool("BACKGROUND_WORKER", default=False)
        else "django_tasks.backends.immediate.ImmediateBackend"
    }
}

MEDIA_URL = env.str("MEDIA_URL", default="/media/")
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(VAR_DIR / "media"))
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if MEDIA_URL.startswith(object_store.SCHEME):
    object_store.require_client()
    MEDIA_URL, STORAGES["default"] = object_store.storage_at(MEDIA_URL)

# Requests of one address to the API, as "600/m"; empty: as many as there are. Behind proxies that set X-Forwarded-For,
# their number says which of its addresses can be believed.
API_RATE = env.str("API_RATE", default="600/m")
NINJA_NUM_PROXIES = env.int("TRUSTED_PROXIES", default=0)

# --- Languages -------------------------------------------------------------------------------------------------

_languages = load_languages(env.list("LANGUAGES", default=[]))
register_unknown_to_django(_languages)
LANGUAGES = [(entry["code"], entry["name"]) for entry in _languages]
LANGUAGES_BIDI = [entry["code"] for entry in _languages if entry["rtl"]]
LANGUAGE_CODE = _languages[0]["code"]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

# wagtail-localize would otherwise publish copies of the German text at once (docs/languages.md).
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
if _translator := env.str("MACHINE_TRANSLATOR", default=""):
    WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": _translator,
        "OPTIONS": env.json("MACHINE_TRANSLATOR_OPTIONS", default={}),
    }

# --- Wagtail ---------------------------------------------------------------------------------------------------

BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000")
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_SITE_NAME = env.str("SITE_NAME", default="Integrationsportal")
WAGTAILIMAGES_IMAGE_MODEL = "core.PortalImage"
WAGTAILDOCS_DOCUMENT_MODEL = "core.PortalDocument"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "ods", "odt", "pdf", "txt", "vtt", "xlsx"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # also from an object store: only the portal knows who may see a document
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]},
    }
}
# No look-up of avatars at a third party.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = "members:signin"
LOGIN_REDIRECT_URL = "members:start"
# Password and address are changed on the portal's own account page, where a second factor is asked for, too.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_REQUIRED = False  # whoever has none signs in by a link in a mail

# --- Mail ------------------------------------------------------------------------------------------------------

vars().update(env.email("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Security --------------------------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 10}
SESSION_COOKIE_AGE = env.int("SIGNED_IN_DAYS", default=14) * 86_400
# allauth runs the steps of signing in and keeps second factors; its other pages are not mounted (docs/accounts.md).
ACCOUNT_ADAPTER = "members.signin.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"reauthenticate": "members.signin.forms.ConfirmByPasswordForm"}
ACCOUNT_RATE_LIMITS = False  # ``members.signin.limits``, which no network of a whole town hall runs into
ACCOUNT_REAUTHENTICATION_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 900
MFA_ADAPTER = "members.signin.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "members.signin.forms.CodeForm",
    "reauthenticate": "members.signin.forms.ConfirmByCodeForm",
    "activate_totp": "members.signin.forms.ActivateForm",
}
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds that a phone's clock may be off (RFC 6238, 5.2)
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a long page with many blocks in the page editor

_media_host = [MEDIA_URL.split("/", 3)[0] + "//" + MEDIA_URL.split("/", 3)[2]] if "://" in MEDIA_URL else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *_media_host],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF, *_media_host],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [SELF],
        "frame-ancestors": [SELF],
        "object-src": [NONE],
    }
}
# Wagtail 8's page editor writes inline scripts without a nonce, and embeds previews in frames.
ADMIN_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:", *_media_host],
    "frame-src": [SELF],
}

# --- Logging ---------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Both tell of every page that is saved, once at INFO and twice while indexing it.
    # The client of the search server tells of every request and every node; ``search.engines.breaker`` of each outage.
    "loggers": {
        "wagtail": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "elastic_transport": {"level": "ERROR"},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
