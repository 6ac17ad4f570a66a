"""Personal data by level: a unit and the unit directly above it see names and phones in full, others masked. Pure."""

import re

from xiangyun.units.paths import parent_path

STAR = "*"


def sees_in_full(own_paths: tuple[str, ...], path: str) -> bool:
    """Whether whoever stands at `own_paths` sees the people of a unit that stands at `path` unmasked."""
    return path in own_paths or (parent_path(path) != "" and parent_path(path) in own_paths)


def mask_name(name: str) -> str:
    """张伟 is 张*, 欧阳修 is 欧**; of a name in letters the first one stays."""
    name = name.strip()
    if name.isascii():
        return name[:1] + STAR * 3 if name else ""
    return name[:1] + STAR * (len(name) - 1)


def mask_phone(phone: str) -> str:
    """13812345678 is 138****5678; a shorter number keeps its ends."""
    digits = re.sub(r"[\s-]", "", phone)
    if len(digits) >= 11:
        return digits[:3] + STAR * (len(digits) - 7) + digits[-4:]
    if len(digits) >= 5:
        return digits[:2] + STAR * (len(digits) - 4) + digits[-2:]
    return STAR * len(digits)


def name_for(name: str, *, full: bool) -> str:
    """The name as it may be shown."""
    return name if full else mask_name(name)


def phone_for(phone: str | None, *, full: bool) -> str:
    """The phone as it may be shown; empty if there is none."""
    return (phone or "") if full else mask_phone(phone or "")
