"""Where somebody knocks: the address, the cookie of a known device, and what the device looks like."""

from dataclasses import dataclass

from .models import Device
from .tokens import digest_of


@dataclass(frozen=True, slots=True)
class Origin:
    """`cookie` is what the browser brought, empty without; `label` names browser and system for people to read."""

    address: str
    cookie: str = ""
    label: str = ""

    def device_of(self, account_id: int | None) -> Device | None:
        """The device, if the account knows it."""
        if not self.cookie or account_id is None:
            return None
        return Device.objects.known(account_id, digest_of(self.cookie)).first()
