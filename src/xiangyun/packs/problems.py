"""What is wrong with a pack, by file and line."""

import msgspec

from xiangyun.core.errors import BadInput


class PackProblem(msgspec.Struct, frozen=True, order=True):
    """`line` counts from 1; 0 means the file as a whole. `code` is stable, `says` is for who mends the file."""

    file: str
    line: int
    code: str
    says: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.code} {self.says}".rstrip()


class BadPack(BadInput):
    """A pack that cannot be loaded; `problems` says why and where."""

    code = "bad_pack"

    def __init__(self, *problems: PackProblem) -> None:
        self.problems = sorted(problems)
        super().__init__(problems=[str(problem) for problem in self.problems])
