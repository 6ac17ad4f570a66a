"""One way in for a form file of any of the three formats."""

from pathlib import PurePath
from typing import Literal

import msgspec

from xiangyun.forms.definition import StoredForm, not_a_form
from xiangyun.forms.xform import parse_xform

Format = Literal["xlsx", "yaml", "xform"]
FORMATS: dict[str, Format] = {".xlsx": "xlsx", ".yaml": "yaml", ".yml": "yaml", ".xml": "xform"}


class ReadForm(msgspec.Struct, frozen=True):
    """A form that was taken: the format of its source, its XForm XML and the stored form made of that."""

    format: Format
    xform: str
    stored: StoredForm


def read_form(source: bytes, *, filename: str) -> ReadForm:
    """Reads a form by the ending of its file name; raises FormError or Unsupported."""
    path = PurePath(filename)
    format = FORMATS.get(path.suffix.lower())
    if format is None:
        raise not_a_form("unknown_format", f"{path.name}: is none of {', '.join(FORMATS)}")
    if format == "xform":
        stored = parse_xform(source)
        return ReadForm(format=format, xform=source.decode("utf-8-sig"), stored=stored)
    # pyxform takes 0.6 s and 30 MB to import: only who compiles pays for it
    from xiangyun.forms.xlsform import compile_xlsform

    xform = compile_xlsform(source, name=path.stem, format=format)
    return ReadForm(format=format, xform=xform, stored=parse_xform(xform))
