"""A pack's institutions and receivers, read from YAML; pure."""

from dataclasses import dataclass
from typing import Any

import yaml

from xiangyun.core.errors import BadInput


@dataclass(frozen=True, slots=True)
class Institution:
    """One institution; `under` is the code of its division in the pack's list."""

    name: str
    type: str
    under: str
    is_sample: bool


@dataclass(frozen=True, slots=True)
class Receiver:
    """A body outside the line."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Institutions:
    """What the file holds; `publisher` says whose codes `under` means."""

    publisher: str
    institutions: tuple[Institution, ...]
    receivers: tuple[Receiver, ...]


def read_institutions(data: bytes) -> Institutions:
    """The institutions of a file, or BadInput with the first entry that is wrong."""
    try:
        found = yaml.safe_load(data.decode("utf-8-sig"))
        return Institutions(
            publisher=str(found["list"]),
            institutions=tuple(_institution(entry) for entry in found["institutions"]),
            receivers=tuple(Receiver(_text(e, "name"), _text(e, "type")) for e in found["receivers"]),
        )
    except (UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as error:
        raise BadInput("bad_institutions", why=f"{type(error).__name__}: {error}") from None


def _institution(entry: dict[str, Any]) -> Institution:
    sample = entry.get("sample", False)
    if not isinstance(sample, bool):
        raise TypeError(f"sample of {entry['name']} must be true or false")
    return Institution(_text(entry, "name"), _text(entry, "type"), _text(entry, "under"), sample)


def _text(entry: dict[str, Any], key: str) -> str:
    """A text that is not empty; a code without quotes is a number to YAML and is refused."""
    value = entry[key]
    if not isinstance(value, str) or not value.strip():
        raise TypeError(f"{key} must be a text: {entry}")
    return value.strip()
