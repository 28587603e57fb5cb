"""Every setting of a site, in one file; what differs between sites comes from the environment."""

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parent
# The folder in which the site keeps its files: the database (SQLite), its key.
HOME = Path(os.environ.get("SUNLEDGER_HOME", "site")).resolve()


def _secret_key() -> str:
    """Return the key that signs sessions and codes: given, else made once and kept in a file."""
    if key := os.environ.get("SUNLEDGER_SECRET_KEY"):
        return key
    file = HOME / "secret_key"
    if not file.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    return file.read_text(encoding="utf-8").strip()


SECRET_KEY = _secret_key()
# "1" shows where in the code an error arose, also on pages: never on a site that others can reach.
DEBUG = os.environ.get("SUNLEDGER_DEBUG") == "1"
# The names under which the site is reached, with commas between them; every other is refused.
ALLOWED_HOSTS = os.environ.get("SUNLEDGER_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
# "1": the site is reached by HTTPS alone, its cookies too; a proxy before it sees to that.
HTTPS = os.environ.get("SUNLEDGER_HTTPS") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "csp",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "sunledger.jobs",
    "sunledger.seal",
    "sunledger.units",
    "sunledger.ledger",
    "sunledger.disclosure",
    "sunledger.screening",
    "sunledger.decisions",
    "sunledger.voices",
    "sunledger.web",
]

MIDDLEWARE = [
    "sunledger.web.headers.Headers",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "sunledger.web.signin.session.Idle",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sunledger.web.signin.second.SecondFactor",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "sunledger.urls"
WSGI_APPLICATION = "sunledger.web.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "sunledger.web.folding.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# One setting names the database: postgres://user:password@host/name, else a file in HOME.
if not os.environ.get("DATABASE_URL", "sqlite:").startswith(
    ("sqlite:", "postgres:", "postgresql:")
):
    # The value may hold a password, so it is not repeated.
    raise ImproperlyConfigured(
        "DATABASE_URL names no database of ours. Write it like postgres://user:password@host/name, "
        "or leave it out for a file in SUNLEDGER_HOME."
    )
DATABASES = {
    "default": dj_database_url.config(
        env="DATABASE_URL",
        default=f"sqlite:///{HOME / 'sunledger.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a transaction that will write takes the lock at once, and waits instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        "PRAGMA secure_delete=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# What the worker knows to do: the name of a kind of long work, and where its function stands.
SUNLEDGER_WORK: dict[str, str] = {
    "read-sheet": "sunledger.disclosure.actions:read_upload",
    "tell-sheet": "sunledger.disclosure.telling.kept:tell",
    "screen": "sunledger.screening.actions:run_screens",
    "try-screen": "sunledger.screening.trying:try_screen",
    "link-names": "sunledger.screening.proposing:link_names",
    "look-at-links": "sunledger.screening.samelooking:look_at_links",
    "read-list": "sunledger.ledger.imports.actions:read_list",
    "open-list": "sunledger.ledger.imports.actions:open_list",
    "read-meeting": "sunledger.decisions.intake:read_source",
}
# What the worker does by the clock, between two jobs, once in so many seconds.
SUNLEDGER_ROUNDS: dict[str, str] = {
    "publish-due": "sunledger.disclosure.actions.publication:publish_due"
}
SUNLEDGER_ROUND_SECONDS = 30
# A worker that was silent for so many seconds is taken for dead, and its work is taken up again.
SUNLEDGER_LOST_AFTER = float(os.environ.get("SUNLEDGER_LOST_AFTER", "30"))
# Work that outlives so many workers at the same point is given up.
SUNLEDGER_LOSSES = 3
# For so many days the queue remembers what it has done.
SUNLEDGER_TASKS_KEPT_DAYS = 30

# What must be published by when. `soon_days`: so many working days before its day a light turns
# amber. `wait_days`: so long a reviewed sheet may wait for its hour. `exempt_days`: an exemption
# ends after so many days at the latest. `calendar`: whose working days count. Since 2026-11.
SUNLEDGER_OWED: dict[str, Any] = {
    "soon_days": 5,
    "wait_days": 92,
    "exempt_days": 366,
    "calendar": "CN",
}

# The folder of the site's own packs of categories, `packs` in SUNLEDGER_HOME where it is not said.
SUNLEDGER_PACKS = Path(os.environ.get("SUNLEDGER_PACKS", "") or HOME / "packs")
# What screens compare besides published records. A source is a TOML file in `sources`; its data
# lies below `data`; what is kept of them, and the key with which numbers of persons are hashed,
# lies in SUNLEDGER_HOME and nowhere else. Since 2026-11.
SUNLEDGER_SOURCES = Path(os.environ.get("SUNLEDGER_SOURCES", "") or HOME / "sources")
SUNLEDGER_DATA = Path(os.environ.get("SUNLEDGER_DATA", "") or HOME / "data")
SUNLEDGER_TABLES = HOME / "tables"
SUNLEDGER_TABLE_KEY = HOME / "table_key"
# Where runs of the screens remember what they answered, so that the next judges again only what
# changed; None: nowhere, and every run judges everything. Since 2026-11.
SUNLEDGER_RECALL: Path | None = HOME / "recall"
# What this site's log is called where its books are taken in elsewhere; settled with its key.
SUNLEDGER_LOG_NAME = os.environ.get("SUNLEDGER_LOG_NAME", "")

# What process ids begin with in the files of works and purchases (OCDS). A publisher registers a
# prefix of its own; this one says that nobody did.
SUNLEDGER_OCDS_PREFIX = os.environ.get("SUNLEDGER_OCDS_PREFIX", "ocds-unregistered")

# How often a screen must be right, defaults of the project, 2026-11: a version of a screen that is
# new to the site raises so many leads first, drawn by lot ("pilot_leads"); a person may let it go
# on once so many were checked ("enough"); it is switched off where the upper end of its interval
# lies below its level, the share confirmed of those checked, from a day on ("since"), for all or
# "of" one screen. Of fewer checked than "few" no figure is told, for a place (units of this kind
# with all below them) or a version.
SUNLEDGER_PRECISION: dict[str, Any] = {
    "pilot_leads": 30,
    "enough": 15,
    "levels": [{"since": "2020-01-01", "of": "", "share": 0.2}],
    "few": 5,
    "place": "county",
}
# Which pairs of firms' names somebody is asked about, defaults of the project, 2026-11: those that
# the rules take for at least so likely ("least"), and at most so many a run ("most").
SUNLEDGER_LINKS: dict[str, Any] = {"least": 0.5, "most": 500}
# At most so many stacks of leads of one unit are up at once; the others wait, and the next comes
# when one is decided. For a branch of the tree it may be decided otherwise on the desk. Since
# 2026-11: what a unit can look into in a week.
SUNLEDGER_QUEUE: dict[str, Any] = {"most": 10, "since": "2026-11-22"}
# For at most so many days an innocent explanation keeps a question away; then it is asked again.
# Since 2026-11: a year, so that every paper is looked at once a year.
SUNLEDGER_EXPLANATIONS: dict[str, Any] = {"days": 366, "since": "2026-11-22"}
# The largest sheet that a clerk may hand in, in bytes: a million lines of CSV. Since 2026-11.
SUNLEDGER_SHEET_BYTES = 100 * 1024 * 1024
# For so many days a sheet that nothing reads is kept; then its content is forgotten. Since 2026-11.
SUNLEDGER_UNREAD_DAYS = 7
# Entry, since 2026-11: the longest pause that counts as work before a page; the longest table that
# is typed; the days that a table begun is kept; a bundle's files and their bytes, unpacked.
SUNLEDGER_ENTRY = {
    "pause_seconds": 600,
    "typed_rows": 300,
    "kept_days": 30,
    "bundle_files": 200,
    "bundle_bytes": 200 * 1024 * 1024,
}
# What is asked before review, since 2026-11: a line without a clear purpose that is more than this
# share of all the money, from this amount on (fen); and how few persons a list must not name.
SUNLEDGER_CHECKS: dict[str, Any] = {"lump_share": 0.3, "lump_fen": 2_000_00, "few": 5}
# By the code on a slip a person finds their lines in lists with masked names. For so many months
# after publication (0: nobody can look, nothing is kept), the cost of a hash (argon2id, as OWASP
# advises), in how long a list and for how many slips at once it is computed; how many codes are
# tried in a quarter of an hour from one address and on the site; the time and the size to which
# every answer is filled up, so that none tells by them what it found. Since 2026-11.
SUNLEDGER_OWN_LINES: dict[str, Any] = {
    "kept_months": 24,
    "memory_kib": 19 * 1024,
    "rounds": 2,
    "most_lines": 20_000,
    "slips_at_once": 300,
    "source": 20,
    "site": 600,
    "answer_ms": 400,
    "answer_bytes": 32 * 1024,
}
# From which share of faulty cells on a column is not good enough for a lead to rest on it, where it
# is not the default (see the page on the quality of data): {"missing": 0.3}. For so many days the
# owner of data that were wrong has to put them right. Since 2026-11: two weeks and a day.
SUNLEDGER_QUALITY: dict[str, Any] = {"levels": {}, "task_days": 15}
# So many seconds one reader's question may cost the database before it is given up. Since 2026-11.
SUNLEDGER_QUERY_SECONDS = 1.0

# The largest text of a meeting, in bytes; up to how many it is read while the person waits; and
# what the process that reads it may take: bytes of memory, seconds. Since 2026-11.
SUNLEDGER_READOUT_BYTES = 20 * 1024 * 1024
SUNLEDGER_READOUT_AT_ONCE = 256 * 1024
SUNLEDGER_READOUT_MEMORY = 2 * 1024**3
SUNLEDGER_READOUT_SECONDS = 120

# The largest file of evidence, in bytes: a scanned contract of a hundred pages. Since 2026-11.
SUNLEDGER_EVIDENCE_LIMIT = 20 * 1024 * 1024
# Kinds of item that nobody follows in public before they are closed: each may name a unit that has
# done nothing wrong. Since 2026-11.
SUNLEDGER_KINDS_NOT_FOLLOWED = ["lead", "report", "petition", "visit"]
# A decision that is passed down, in working days (since 2026-11): each level acknowledges within so
# many; the whole way down everybody says what was made of it within so many. Those above may set
# fewer, nobody more.
SUNLEDGER_CONVEYING = {"acknowledge_days": 1, "answer_days": 5}
# The clock of the ledger, in working days of a calendar: a country's, or a file in core/calendars.
# Defaults of the project, 2026-11.
SUNLEDGER_CLOCK: dict[str, Any] = {
    "calendar": "CN",
    # Blue: so many days are left, or one part in so many of all the time.
    "days_left": 3,
    "part_left": 5,
    # Yellow and red: returned so often.
    "yellow_returns": 1,
    "red_returns": 2,
    # Reminders: when so many days are left; then every so many days over.
    "remind_before": [7, 3, 1, 0],
    "remind_every": 2,
    # One level up: nobody has signed for it within so many days.
    "sign_within": 1,
    # So many days over: told to the responsible leader, to the level above, to the public.
    "to_leader": 3,
    "to_above": 7,
    "to_public": 15,
    # After so many days an item is untracked that has no plan and is no single act.
    "plan_within": 7,
}

# Kinds of item in which somebody of the public has a claim: they are heard before it closes. An
# adopted suggestion is none; its author says on a page of their own what they think. Since 2026-11.
SUNLEDGER_KINDS_RAISED = ["report", "petition", "visit"]
# Objections in public notices that are taken: open ones on an item, and on the whole site in a day,
# as many as people can read. Since 2026-11.
SUNLEDGER_OBJECTIONS = {"open_an_item": 20, "a_day": 300}
# The ways of an item (defaults of the project, 2026-11), in days: how long a pause lasts at most,
# how far apart milestones and the reviews of what is long-term stand, when closed items are looked
# at again; the working days of a public notice; how often an item is transferred before a unit
# above decides; the share of closed items looked at again; how many people affected are called,
# and how often whoever raised a matter is called before they count as not to be reached; for how
# many working days a unit that is named is waited for before something is said of it in public.
SUNLEDGER_STATES: dict[str, Any] = {
    "pause_days": 30,
    "milestone_days": 30,
    "review_days": 90,
    "transfers": 2,
    "notice_working_days": 5,
    "look_back_days": [30, 90, 180],
    "look_back_share": 0.2,
    "call_back": 10,
    "calls": 2,
    "reply_working_days": 5,
}

# For so many seconds at most a drive's counts are remembered while nothing is done in the ledger;
# 0 counts anew for every page. Since 2026-11.
SUNLEDGER_COUNTS_SECONDS = 10
# Suggestions, defaults of the project, 2026-11: working days to acknowledge and to answer; how
# often one is passed on; how many are taken in an hour (of each server process) and in a day; for
# how many days private words are kept after the end, and where nobody answered; the code of the
# unit that takes in what its author cannot place, else the top of the tree.
SUNLEDGER_VOICES: dict[str, Any] = {
    "calendar": "CN",
    "acknowledge_days": 3,
    "answer_days": 15,
    "passes": 2,
    "an_hour": 60,
    "a_day": 500,
    "kept_days": 180,
    "unanswered_days": 365,
    "intake": os.environ.get("SUNLEDGER_INTAKE", ""),
}
# Questions and objections to what is published, defaults of the project, 2026-11: working days for
# an answer from a day on ("since"), for all or "of" a pack or category; working days of each level
# that it goes up to; from how many before its day it is due soon; how often it is passed on; how
# many are taken in a day, and of one line in a day; how long private words are kept after the end,
# and where nobody answers. China's rules on requests for information give twenty working days for
# what has to be searched for; what is published lies before those who published it.
SUNLEDGER_QUESTIONS: dict[str, Any] = {
    "calendar": "CN",
    "days": [{"since": "2020-01-01", "of": "", "question": 5, "objection": 10}],
    "level_days": 5,
    "soon_days": 2,
    "passes": 1,
    "a_day": 300,
    "a_line": 20,
    "kept_days": 180,
    "unanswered_days": 365,
}
# Wrong receipt codes that are borne in a quarter of an hour: from one address, and on the whole
# site. Codes carry 115 bits, so this keeps the site quiet, not the codes safe. Since 2026-11.
SUNLEDGER_RECEIPT_LIMITS = {"source": 5, "site": 600}

# What a calendar program reads that was given an address of one's own: the titles of items that the
# world may follow ("public"), or of all that the person may see ("all"). Since 2026-11.
SUNLEDGER_CALENDAR_TITLES = os.environ.get("SUNLEDGER_CALENDAR_TITLES", "public")
# How the site is reached from outside, for its mails: https://open.example.org
SUNLEDGER_ADDRESS = os.environ.get("SUNLEDGER_ADDRESS", "").rstrip("/")
# The mail server: smtps://user:password@host, or smtp:// with STARTTLS (without it on this machine
# alone). Without it no mail is sent; what people are told stands on their desk in any case.
_mail = urlsplit(os.environ.get("SUNLEDGER_MAIL", ""))
if _mail.scheme not in ("", "smtp", "smtps"):
    # The value may hold a password, so it is not repeated.
    raise ImproperlyConfigured(
        "SUNLEDGER_MAIL names no mail server. Write it like smtps://user:password@host, "
        "or leave it out for a site that sends no mail."
    )
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _mail.hostname else 'dummy'}.EmailBackend"
EMAIL_HOST = _mail.hostname or ""
EMAIL_PORT = _mail.port or (465 if _mail.scheme == "smtps" else 587)
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_USE_TLS = _mail.scheme == "smtp" and EMAIL_HOST not in ("localhost", "127.0.0.1", "::1")
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = os.environ.get("SUNLEDGER_MAIL_FROM", "sunledger@localhost")

AUTH_USER_MODEL = "units.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
# Which day it is depends on it: due dates, the days on which posts begin and end.
TIME_ZONE = os.environ.get("SUNLEDGER_TIME_ZONE", "Asia/Shanghai")

STATIC_URL = "static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
# The files are served from where they lie in the packages; there is no step that collects them.
WHITENOISE_USE_FINDERS = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
# Nothing is told to other sites. Not "no-referrer": a browser then sends forms with the origin
# "null", which the check against foreign forms must refuse.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 30 * 60  # without a click
SUNLEDGER_SESSION_HOURS = 12  # a session ends then, clicks or not: a long day's work
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # it ends with the browser: whose device it is need not show what was read
# How many proxies of the site's own stand before it, each adding an entry to X-Forwarded-For.
SUNLEDGER_PROXIES = int(os.environ.get("SUNLEDGER_PROXIES", "0"))

# Short-lived counts (codes used, tries made) hold over all processes, so they lie in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "sunledger_cache",
    },
    # What a process has counted and may show again: see SUNLEDGER_COUNTS_SECONDS.
    "counts": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "sunledger-counts",
    },
}

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "sunledger.web.signin.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False  # the cookie ends with the browser
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_RATE_LIMITS = {
    # Of all tries, right ones included: so many passwords may be computed for one address.
    "login": "120/m/ip",
    # Codes of the second factor for one account whose password was right.
    "login_failed": "5/15m/key,20/d/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
MFA_ADAPTER = "sunledger.web.signin.adapter.MFAAdapter"
ACCOUNT_FORMS = {
    "login": "sunledger.web.signin.forms.LoginForm",
    "reauthenticate": "sunledger.web.signin.forms.PasswordForm",
    "change_password": "sunledger.web.signin.forms.ChangePasswordForm",
}
MFA_FORMS = {
    "activate_totp": "sunledger.web.signin.forms.ActivateForm",
    "authenticate": "sunledger.web.signin.forms.AuthenticateForm",
    "reauthenticate": "sunledger.web.signin.forms.ReauthenticateForm",
}
MFA_TOTP_ISSUER = "Sunledger"
MFA_TOTP_TOLERANCE = 1  # half a minute to either side, for clocks that differ
# "offered", or "required": nobody reviews, screens, assigns, verifies or administers without a
# second factor.
SUNLEDGER_SECOND_FACTOR = os.environ.get("SUNLEDGER_SECOND_FACTOR", "offered")
# The powers for which a second factor is then required: those that judge what others did.
SUNLEDGER_SECOND_FACTOR_POWERS = ["review", "screen", "assign", "verify", "decide", "admin"]

# Wrong passwords that are borne within so many minutes (2026-11): of an account from any strange
# browser, from one address, on the whole site, and of an account from a browser it is known in.
# NIST SP 800-63B asks for at most 100 for an account before more is asked of the person.
SUNLEDGER_SIGN_IN_LIMITS = {"account": 20, "address": 40, "site": 400, "device": 10, "minutes": 15}
AXES_FAILURE_LIMIT = 5  # of an account from one address
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_CLIENT_IP_CALLABLE = "sunledger.web.signin.address.address_of"
AXES_WHITELIST_CALLABLE = "sunledger.web.signin.throttle.is_known"
AXES_VERBOSE = False

# What goes wrong is written to the terminal; nothing of what people send is.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"quiet": {"()": "sunledger.voices.quiet.Quiet"}},
    "handlers": {
        "terminal": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["quiet"],
        }
    },
    "loggers": {"django.request": {"level": "ERROR"}},  # a page that is not there is no news
    "root": {"handlers": ["terminal"], "level": "WARNING"},
}
