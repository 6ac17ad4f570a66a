"""What a notice's own text leaves to decide, and which of it must be decided before it goes out."""

from .models import Notice


def undecided(notice: Notice) -> list[int]:
    """The numbers of the findings that a person must still decide."""
    return [n for n, found in enumerate(notice.findings) if found.get("must_decide") and not found.get("decision")]
