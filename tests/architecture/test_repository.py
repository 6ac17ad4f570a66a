"""What must not stand in any file: hosts of package registries, places on somebody's machine."""

import re
from pathlib import Path

from tests.architecture.source import expect_none, files, name

# Written in pieces, so that this file does not find itself.
HOSTS = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "npm" + "mirror.com",
    "yarn" + "pkg.com",
    "deb." + "debian.org",
    "security." + "debian.org",
    "js" + "delivr.net",
    "un" + "pkg.com",
]
MACHINE_PATHS = [
    r"(?<![\w.])/wo" + r"rk/(main|shared|\.)",
    r"(?<![\w.)(])/ro" + r"ot/(?!item)\w",
    r"(?<![\w.])/ho" + r"me/\w+/",
    r"(?<![\w.])/Us" + r"ers/\w+/",
    r"\.\./sha" + r"red/",
]


def texts() -> list[tuple[Path, str]]:
    """Every file of the project that is text."""
    found = []
    for path in files():
        content = path.read_bytes()
        if b"\0" not in content[:8000]:
            found.append((path, content.decode("utf-8", errors="replace")))
    return found


def lines_matching(pattern: str) -> list[str]:
    wanted = re.compile(pattern)
    return [
        f"{name(path)}:{number} {line.strip()[:100]}"
        for path, text in texts()
        if wanted.search(text)
        for number, line in enumerate(text.splitlines(), 1)
        if wanted.search(line)
    ]


def test_no_file_names_a_package_registry() -> None:
    expect_none(lines_matching("|".join(map(re.escape, HOSTS))), "no host of a package registry")


def test_no_file_names_a_place_on_a_machine() -> None:
    expect_none(lines_matching("|".join(MACHINE_PATHS)), "no place on somebody's machine")


def test_text_files_are_utf_8() -> None:
    odd = [name(path) for path, text in texts() if "\N{REPLACEMENT CHARACTER}" in text]
    expect_none(odd, "text is UTF-8")
