"""On what, when and with which code a run was made."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from bench.site import ROOT


def facts() -> list[str]:
    """One line each: the machine, the moment, the code, and how busy the machine was before."""
    return [
        f"Machine: {_cpu()}, {os.cpu_count()} cores, {_memory():.0f} GB; Linux {platform.release().split('-')[0]}.",
        f"Date: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC; code: {commit()}; Python {platform.python_version()}.",
        f"Load average of the last minute when the run began: {os.getloadavg()[0]:.1f}"
        " (well above 0: other work shared the machine, and the figures are too low).",
    ]


def commit() -> str:
    """The commit, and whether files differ from it."""
    name = _git("rev-parse", "--short", "HEAD") or "no commit known"
    return f"{name} with changes" if _git("status", "--porcelain") else name


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _cpu() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unknown")


def _memory() -> float:
    """Gigabytes (10^9)."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
