"""How large a table of a stranger may be, and how a larger one is refused."""

from xiangyun.core.errors import BadInput

MAX_BYTES = 8 * 1024 * 1024
MAX_UNZIPPED = 40 * 1024 * 1024
MAX_MEMBERS = 300
MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_TEXT = 4_000_000
"""Characters of all cells together."""
MAX_CELL = 2_000
"""Characters of one cell."""


class SheetError(BadInput):
    """A file that is no table, or too large a one; `detail` says where."""

    code = "not_a_table"


def too_large(what: str, most: int) -> SheetError:
    """The refusal of what exceeds a limit."""
    return SheetError("table_too_large", what=what, most=most)
