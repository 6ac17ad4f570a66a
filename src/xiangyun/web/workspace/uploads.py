"""A table on its way through two pages: read once, kept signed in the page itself, stored nowhere meanwhile."""

from collections.abc import Sequence

from django.core import signing

from xiangyun.core.errors import BadInput
from xiangyun.sheets import Sheet, SheetError, read_sheet
from xiangyun.web.shared.requests import Request

SALT = "xiangyun.upload"
KEPT_SECONDS = 3600
Rows = Sequence[Sequence[str]]


def table_in(request: Request) -> Sheet:
    """The table in the posted file; SheetError if there is none."""
    file = request.FILES.get("file")
    if file is None:
        raise SheetError("empty_table")
    return read_sheet(file.read())


def packed(rows: Rows) -> str:
    """The rows as a text for a hidden field."""
    return signing.dumps([list(row) for row in rows], salt=SALT, compress=True)


def unpacked(request: Request) -> list[list[str]]:
    """The rows that `packed` made within the hour; BadInput for anything else."""
    try:
        rows: list[list[str]] = signing.loads(request.POST.get("rows", ""), salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        raise BadInput("upload_over") from None
    return rows
