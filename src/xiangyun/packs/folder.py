"""Where a shipped pack lies: inside an installed package, or beside the sources of a checkout."""

from pathlib import Path

from xiangyun.core.errors import NotVisible

PACKAGE = Path(__file__).resolve().parent.parent
PLACES = (PACKAGE / "packs_data", PACKAGE.parent.parent / "packs")


def pack_folder(name: str) -> Path:
    """The folder of a shipped pack; NotVisible when it was not shipped."""
    for place in PLACES:
        if (place / name).is_dir():
            return place / name
    raise NotVisible("no_such_pack", pack=name)
