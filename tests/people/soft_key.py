"""A passkey in software: makes a key and signs challenges as a phone would, for tests without a browser."""

import hashlib
import json
from dataclasses import dataclass, field
from secrets import token_bytes
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

USER, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class SoftKey:
    """One device with one key for a site; `counter` goes up with each signature."""

    site: str = "testserver"
    origin: str = "https://testserver"
    counter: int = 0
    verified: bool = True
    id: bytes = field(default_factory=lambda: token_bytes(32))
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def credential(self) -> bytes:
        """What a site keeps of it."""
        public = ES256.from_cryptography_key(self.key.public_key())
        return bytes(AttestedCredentialData.create(Aaguid(bytes(16)), self.id, public))

    def make(self, options: dict[str, Any]) -> str:
        """The answer to a question for a new key, as the page's script sends it."""
        data = AuthenticatorData.create(self._site_hash(), self._flags() | ATTESTED, self.counter, self.credential)
        attested = AttestationObject.create("none", data, {})
        client = self._client("webauthn.create", options)
        return self._said({"clientDataJSON": client, "attestationObject": bytes(attested)})

    def sign(self, options: dict[str, Any]) -> str:
        """The answer to a question for a proof."""
        self.counter += 1
        data = AuthenticatorData.create(self._site_hash(), self._flags(), self.counter)
        client = self._client("webauthn.get", options)
        signed = self.key.sign(bytes(data) + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._said({"clientDataJSON": client, "authenticatorData": bytes(data), "signature": signed})

    def _flags(self) -> int:
        return USER | (VERIFIED if self.verified else 0)

    def _site_hash(self) -> bytes:
        return hashlib.sha256(self.site.encode()).digest()

    def _client(self, kind: str, options: dict[str, Any]) -> bytes:
        challenge = options["publicKey"]["challenge"]
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _said(self, response: dict[str, bytes]) -> str:
        encoded = {name: websafe_encode(value) for name, value in response.items()}
        own = websafe_encode(self.id)
        return json.dumps({"id": own, "rawId": own, "type": "public-key", "response": encoded})
