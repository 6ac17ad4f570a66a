"""A pack's selector with made-up uids for its names, so that its form can be checked without a site."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from xiangyun.notices.definitions import parts_of

from .names import LISTS, SELF


def with_made_up_uids(who: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """The same selector as a site would hold it."""
    uids = {name: str(uuid5(NAMESPACE_URL, str(name))) for name in names}

    def part_of(part: Mapping[str, Any]) -> dict[str, Any]:
        found = {**part, "under": uids[part.get("under", SELF)]}
        return found | {key: [uids[name] for name in part[key]] for key in LISTS if key in part}

    parts = [part_of(part) for part in parts_of(who)]
    return {**who, "any": parts} if "any" in who else parts[0]
