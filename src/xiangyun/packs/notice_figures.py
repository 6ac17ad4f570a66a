"""How many bodies of each level a notice speaks of: kept beside the list in use, so that a difference is seen."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import yaml

from xiangyun.core.errors import NotVisible

from .folder import pack_folder

FILE = "notice-figures.yaml"


@lru_cache(maxsize=1)
def notice_figures(pack: str = "hengyang-2020") -> Mapping[str, Any]:
    """`unit` (a place's name) and `figures` (level, n, quote); nothing when the pack says none."""
    try:
        text = (pack_folder(pack) / FILE).read_text("utf-8")
    except (NotVisible, FileNotFoundError):
        return {}
    found: Mapping[str, Any] = yaml.safe_load(text)
    return found


def stated_at(unit_name: str) -> dict[int, dict[str, Any]]:
    """What the notice says of a place, by level; nothing for any other place."""
    found = notice_figures()
    return {f["level"]: f for f in found.get("figures", [])} if found.get("unit") == unit_name else {}
