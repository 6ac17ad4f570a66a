"""What the site may set from outside: typed, checked at start, all errors in one list."""

from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

DEMO_KEY = "demonstration-only-key-never-for-production-0000000000"


class Environment(BaseSettings):
    """`XIANGYUN_*` variables. Mode is production unless set; only the demonstration sets `demo`."""

    model_config = SettingsConfigDict(env_prefix="XIANGYUN_", extra="ignore")

    mode: Literal["production", "demo", "test"] = "production"
    home: Path = Path("var")
    database_url: str = ""
    secret_key: SecretStr = SecretStr("")
    debug: bool = False
    hosts: list[str] = Field(default_factory=lambda: ["localhost", "127.0.0.1", "[::1]"])
    secure: bool | None = None
    session_days: int = 30
    password_days: int | None = None

    def problems(self) -> list[str]:
        """Why this environment must not start, in plain words; empty when all is well."""
        if self.mode != "production":
            return []
        found = []
        if len(self.secret_key.get_secret_value()) < 32:
            found.append("XIANGYUN_SECRET_KEY must be set, at least 32 characters, in production.")
        if self.secret_key.get_secret_value() == DEMO_KEY:
            found.append("XIANGYUN_SECRET_KEY is the demonstration's key: make a new one for production.")
        if self.debug:
            found.append("XIANGYUN_DEBUG must not be on in production.")
        return found

    @property
    def database(self) -> dict[str, Any]:
        """Django's DATABASES entry: SQLite in the home folder, or what XIANGYUN_DATABASE_URL names."""
        url = self.database_url or f"sqlite:///{(self.home / 'xiangyun.sqlite3').absolute()}"
        parts = urlsplit(url)
        if parts.scheme == "sqlite":
            return _sqlite(url.removeprefix("sqlite:///"))
        if parts.scheme in {"postgres", "postgresql"}:
            return _postgres(url)
        raise ValueError("XIANGYUN_DATABASE_URL must begin with sqlite:/// or postgres://")


def _sqlite(path: str) -> dict[str, Any]:
    """WAL and FULL: an acknowledged write survives a power cut. IMMEDIATE: no late lock failures."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
        },
        "TEST": {"NAME": path + ".test"},
    }


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
