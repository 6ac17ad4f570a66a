"""A folder read as a pack: every file that is there, each mistake with its file and line."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from xiangyun.forms.definition import FormError
from xiangyun.forms.dictionary import ElementEntry, read_elements
from xiangyun.forms.effort import read_table

from .format import ClauseFile, Pack, PackHead, PartyFile, TaskFile
from .lined_yaml import Lined
from .problems import BadPack, PackProblem

T = TypeVar("T")
HEAD, CLAUSES, TASKS, PARTIES = "pack.yaml", "clauses.yaml", "tasks.yaml", "parties.yaml"
ELEMENTS, MINUTES, FORMS = "elements.yaml", "minutes.yaml", "forms"


@dataclass(frozen=True, slots=True)
class ReadPack:
    """A pack, and its files with their lines."""

    pack: Pack
    files: dict[str, Lined]


def read_pack(folder: Path) -> ReadPack:
    """Raises BadPack for the first file that is no YAML or does not fit its form, or that is missing."""
    files: dict[str, Lined] = {}

    def lined(name: str, kind: type[T], empty: T | None = None) -> T:
        path = folder / name
        if not path.is_file():
            if empty is None:
                raise BadPack(PackProblem(name, 0, "missing"))
            return empty
        files[name] = Lined(name, path.read_bytes())
        return files[name].convert(kind)

    head = lined(HEAD, PackHead)
    text = _text(folder, head.notice)
    pack = Pack(
        head=head,
        text=text,
        clauses=lined(CLAUSES, ClauseFile),
        tasks=lined(TASKS, TaskFile).tasks,
        parties=lined(PARTIES, PartyFile, PartyFile([])).parties,
        elements=[_plain(entry) for entry in _own(folder, ELEMENTS, read_elements, list[ElementEntry]())],
        minutes=_own(folder, MINUTES, read_table, {}),
        forms={path.stem: path.read_bytes() for path in sorted((folder / FORMS).glob("*.yaml"))},
    )
    return ReadPack(pack, files)


def _text(folder: Path, name: str) -> str:
    path = folder / name
    if path.parent != folder or not path.is_file():
        raise BadPack(PackProblem(HEAD, 0, "notice_missing", name))
    return path.read_bytes().decode("utf-8")


def _own(folder: Path, name: str, read: Callable[[bytes], T], empty: T) -> T:
    """A file that another part of the product reads."""
    path = folder / name
    if not path.is_file():
        return empty
    try:
        return read(path.read_bytes())
    except FormError as error:
        raise BadPack(*(PackProblem(name, p.line, p.code, p.message) for p in error.problems)) from None


def _plain(entry: ElementEntry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in entry.__struct_fields__}
