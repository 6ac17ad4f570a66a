"""How many tries there are: counted by name and address, so that whoever guesses locks out himself."""

from datetime import timedelta

WINDOW = timedelta(minutes=10)
KEPT = timedelta(days=1)
TRIES = 5
"""From one address, or from one device that the account knows, within the window."""
FLOOD = 50
"""At one name from all addresses together; then an address that is not known has a single try."""
TRIES_IN_FLOOD = 1


def is_too_many(*, here: int, everywhere: int, is_known: bool) -> bool:
    """Whether this try is one too many; it is counted in both numbers.

    `here`: tries by this device if the account knows it, else by unknown devices at this address;
    `everywhere`: by all unknown devices. What others do never counts against a known device.
    """
    return here > allowed(everywhere=everywhere, is_known=is_known)


def allowed(*, everywhere: int, is_known: bool) -> int:
    """How many tries this device or address has within the window."""
    return TRIES if is_known or everywhere <= FLOOD else TRIES_IN_FLOOD
