"""Puts into the wheel what lies outside the package: the seed pack; refuses a wheel without its front end."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACK = "packs/hengyang-2020"
FRONT_END = "src/xiangyun/web/shared/static/build"


class WheelHook(BuildHookInterface[Any]):
    """An editable install reads both from the tree, so only a standard wheel needs them inside."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Adds the pack as package data; says what to run when something is not built yet."""
        if version != "standard":
            return
        root = Path(self.root)
        if not any(root.joinpath(FRONT_END).glob("*.js")):
            raise RuntimeError("The front end is not built: run `make setup` first.")
        if root.joinpath(PACK).is_dir():
            build_data["force_include"][PACK] = f"xiangyun/packs_data/{Path(PACK).name}"
