"""What processes use, read from /proc: processor time and memory of a process and all below it."""

import os
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


def tree_of(pid: int) -> list[int]:
    """A process and all below it, itself first; empty when it is gone."""
    children: dict[int, list[int]] = defaultdict(list)
    for entry in _PROC.glob("[0-9]*"):
        if fields := _stat(int(entry.name)):
            children[int(fields[1])].append(int(entry.name))
    found = [pid] if _stat(pid) else []
    for one in found:
        found.extend(children[one])
    return found


def cpu_of(pid: int) -> float:
    """Seconds of processor time, user and system, that a process and all below it used, the dead ones included."""
    return sum(sum(map(int, fields[11:15])) for one in tree_of(pid) if (fields := _stat(one))) / _TICKS


def pss_of(pids: Iterable[int]) -> float:
    """Megabytes (10^6) of memory, shared pages counted by their share; what cannot be read counts as nothing."""
    return sum(map(_pss, pids)) * 1024 / 1e6


def words_of(pid: int) -> list[str]:
    """The command line of a process; empty when it is gone."""
    try:
        return (_PROC / str(pid) / "cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return []


def _stat(pid: int) -> list[str]:
    """The fields of a living process after its name: state, parent, and so on; a zombie counts as gone."""
    try:
        fields = (_PROC / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return []
    return [] if fields[0] == "Z" else fields


def _pss(pid: int) -> int:
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
