"""What can go wrong, as values: a stable code and its details, never a sentence (the web layer finds the words)."""

from typing import Any, ClassVar


class DomainError(Exception):
    """A refusal that changes nothing. `code` is stable and public, `detail` is safe to show."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "refused"

    def __init__(self, code: str = "", **detail: Any) -> None:
        self.reason = code or type(self).code
        self.detail = detail
        super().__init__(f"{self.reason} {detail}" if detail else self.reason)


class BadInput(DomainError):
    """The values given cannot be used; `detail` says which and why."""

    code = "bad_input"


class NotAllowed(DomainError):
    """The actor sees the thing but may not do this with it."""

    status = 403
    code = "not_allowed"


class NotVisible(DomainError):
    """For this actor the thing does not exist."""

    status = 404
    code = "not_visible"


class WrongState(DomainError):
    """The step does not start from the state the thing is in."""

    status = 409
    code = "wrong_state"


class Conflict(DomainError):
    """Somebody else wrote in between, or the same uid came with another body; `detail` holds both sides."""

    status = 409
    code = "conflict"
