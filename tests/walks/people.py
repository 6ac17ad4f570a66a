"""A person at a browser: signs in, looks, and every page looked at is checked for accessibility and width."""

import os
from pathlib import Path
from typing import Self

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.walks.conftest import Running

PASSWORD = "xiangyun-demo"
AXE = Axe()


class Person:
    """Somebody with an account, at a screen of some width. `taps` counts what a finger does."""

    def __init__(self, browser: Browser, site: Running, name: str, width: int, before: str = "") -> None:
        self.site, self.name, self.width, self.taps = site, name, width, 0
        self.context = browser.new_context(
            viewport={"width": width, "height": 844 if width < 600 else 900},
            locale="zh-CN",
            has_touch=width < 600,
            is_mobile=width < 600,
        )
        if before:
            self.context.add_init_script(before)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type in {"error", "warning"} else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def __enter__(self) -> Self:
        self.page.goto(self.site.url)
        self.look("sign-in")
        self.page.fill("input[name=username]", self.name)
        self.page.fill("input[name=password]", PASSWORD)
        self.press("button.btn--do")
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        complaints = self.complaints
        self.context.close()
        if kind is None:
            assert complaints == [], complaints

    def go(self, path: str) -> None:
        self.page.goto(self.site.url + path)

    def press(self, selector: str) -> None:
        """One tap, and whatever page it leads to."""
        self.taps += 1
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state("load")

    def look(self, shot: str) -> None:
        """No accessibility finding, nothing wider than the screen; a picture when asked for."""
        found = AXE.run(self.page).response["violations"]
        assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found] == [], shot
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{shot} is {wide} px too wide"
        if folder := os.environ.get("XIANGYUN_SHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(Path(folder) / f"{shot}-{self.width}.png"), full_page=True)

    def text(self, selector: str) -> str:
        return self.page.locator(selector).first.inner_text()
