"""Django's settings, made from the environment; nothing here is set by hand on a site."""

from pathlib import Path

from csp.constants import SELF
from django.core.exceptions import ImproperlyConfigured

from .environment import DEMO_KEY, Environment

ENVIRONMENT = Environment()
if problems := ENVIRONMENT.problems():
    raise ImproperlyConfigured("\n".join(problems))

MODE = ENVIRONMENT.mode
HOME = ENVIRONMENT.home.absolute()
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = ENVIRONMENT.secret_key.get_secret_value() or DEMO_KEY
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ENVIRONMENT.hosts
ROOT_URLCONF = "xiangyun.config.urls"
WSGI_APPLICATION = "xiangyun.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": ENVIRONMENT.database}

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_tasks",
    "xiangyun.core",
    "xiangyun.jobs",
    "xiangyun.audit",
    "xiangyun.files",
    "xiangyun.search",
    "xiangyun.messages",
    "xiangyun.units",
    "xiangyun.people",
    "xiangyun.forms",
    "xiangyun.facts",
    "xiangyun.measures",
    "xiangyun.notices",
    "xiangyun.returns",
    "xiangyun.packs",
    "xiangyun.web.shared",
    "xiangyun.web.workspace",
]

MIDDLEWARE = [
    "xiangyun.web.shared.request_id.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "xiangyun.web.shared.static_files.StaticFiles",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "xiangyun.web.shared.middleware.ActingMiddleware",
    "xiangyun.web.shared.middleware.ProblemMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "xiangyun.web.shared.context.page",
            ],
        },
    }
]

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["xiangyun.people.backends.AccountBackend"]
LOGIN_URL = "workspace:sign-in"
LOGIN_REDIRECT_URL = "workspace:desk"
PASSWORD_HASHERS = ["xiangyun.people.hashing.BoundedArgon2"]
SESSION_COOKIE_AGE = ENVIRONMENT.session_days * 24 * 3600
# Asked for a new password after so many days; 0: never, as in a demonstration, whose password is printed.
PASSWORD_DAYS = (180 if MODE == "production" else 0) if ENVIRONMENT.password_days is None else ENVIRONMENT.password_days
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE = MODE == "production" if ENVIRONMENT.secure is None else ENVIRONMENT.secure
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "frame-ancestors": ["'none'"],
        "form-action": [SELF],
    }
}
PERMISSIONS_POLICY = {"camera": ["self"], "geolocation": ["self"], "microphone": [], "payment": []}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体"), ("zh-hant", "繁體"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
SERVESTATIC_USE_FINDERS = True
SERVESTATIC_AUTOREFRESH = False
FILES_ROOT = HOME / "files"
AUDIT_ROOTS = HOME / "audit-roots"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

TASKS = {"default": {"BACKEND": "xiangyun.jobs.backend.LeasedBackend", "QUEUES": ["default"]}}

LOGGING_CONFIG = "xiangyun.config.logging.configure"
LOGGING = {"level": "INFO"}
