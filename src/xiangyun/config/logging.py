"""The program's own log: one JSON object a line, with the request's id, and nothing that a person typed.

Settings: `LOGGING_CONFIG = "xiangyun.config.logging.configure"` and a LOGGING that is not empty.
"""

import logging.config
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any

import structlog

Event = MutableMapping[str, Any]

# What a line may hold. Anything else is dropped: values that people gave belong in the database.
KEPT = frozenset(
    {"event", "level", "logger", "timestamp", "request_id", "view", "status", "ms", "code"}
    | {"job", "key", "worker", "tries", "error", "frames"}
)
_FRAMES = 12


def configure(options: Mapping[str, Any]) -> None:
    """Set up both the standard library's logging and structlog; `options["level"]` is for our own part."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": shared,
        "processors": [place_of_error, keep_known, structlog.processors.JSONRenderer(ensure_ascii=False)],
    }
    logging.config.dictConfig(_standard(formatter, options.get("level", "INFO")))


def _standard(formatter: Mapping[str, Any], level: str) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {"line": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["line"], "level": "WARNING"},
        "loggers": {
            "xiangyun": {"level": level},
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }


def place_of_error(_: Any, __: str, event: Event) -> Event:
    """An exception becomes its class and where it arose: its message may quote what a person typed."""
    found = event.pop("exc_info", None) or getattr(event.get("_record"), "exc_info", None)
    if found is True:
        found = sys.exc_info()
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
        event["error"] = type(error).__name__
        event["frames"] = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
    return event


def keep_known(_: Any, __: str, event: Event) -> Event:
    """Only what a line may hold."""
    return {name: value for name, value in event.items() if name in KEPT}
