"""Tables that people keep in Excel: strangers' xlsx and csv read into rows of text, and our own written. Pure."""

from .reading import Sheet, SheetError, read_sheet
from .writing import Column, write_sheet

__all__ = ["Column", "Sheet", "SheetError", "read_sheet", "write_sheet"]
