"""Passkeys (WebAuthn): a key in a phone, computer or token signs a challenge; here lies only its public half.

`site` is the host's name without its port. The library is loaded when first needed: it is large.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import UUID

from xiangyun.core.errors import BadInput

if TYPE_CHECKING:
    from fido2.server import Fido2Server

State = dict[str, str]
"""The challenge and what was asked of the device; kept on this side between asking and answer."""


class PasskeyRefused(BadInput):
    """The answer does not belong to this question, this site or this key."""

    code = "passkey_refused"


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made: the public half as it is stored, its digest, and the device's counter."""

    credential: bytes
    digest: str
    sign_count: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser brought back: the question's state, the host's name and the signed answer."""

    site: str
    state: State
    response: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """Names the key that answers; PasskeyRefused when the answer is no answer."""
        try:
            return _digest(_decoded(str(self.response["rawId"])))
        except (KeyError, TypeError, ValueError) as error:
            raise PasskeyRefused from error


def ask_for_new(site: str, *, account: UUID, name: str, person: str, known: Iterable[bytes]) -> tuple[Any, State]:
    """Options for a browser to make a key, and the state to keep. It must know its owner (PIN, finger, face)."""
    from fido2.webauthn import (
        AttestedCredentialData,
        PublicKeyCredentialUserEntity,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options, state = _server(site).register_begin(
        PublicKeyCredentialUserEntity(id=account.bytes, name=name, display_name=person),
        [AttestedCredentialData(key) for key in known],
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options), _kept(state)


def take_new(answer: Answer) -> NewKey:
    """The key that a browser made; PasskeyRefused when the answer does not fit."""
    try:
        made = _server(answer.site).register_complete(answer.state, answer.response)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PasskeyRefused from error
    if made.credential_data is None:
        raise PasskeyRefused
    credential = made.credential_data
    return NewKey(bytes(credential), _digest(credential.credential_id), made.counter)


def ask_for_proof(site: str, known: Iterable[bytes] = ()) -> tuple[Any, State]:
    """Options for a browser to sign with a key, and the state to keep; without known keys any of the site's will do."""
    from fido2.webauthn import AttestedCredentialData, UserVerificationRequirement

    credentials = [AttestedCredentialData(key) for key in known] or None
    options, state = _server(site).authenticate_begin(credentials, UserVerificationRequirement.REQUIRED)
    return dict(options), _kept(state)


def take_proof(answer: Answer, credential: bytes, sign_count: int) -> int:
    """The device's counter after a good signature; PasskeyRefused otherwise, or when the counter went back."""
    from fido2.webauthn import AttestedCredentialData, AuthenticationResponse

    try:
        _server(answer.site).authenticate_complete(answer.state, [AttestedCredentialData(credential)], answer.response)
        counter = AuthenticationResponse.from_dict(answer.response).response.authenticator_data.counter
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PasskeyRefused from error
    if (counter or sign_count) and counter <= sign_count:
        raise PasskeyRefused("passkey_copied")
    return counter


def _server(site: str) -> "Fido2Server":
    from fido2.rpid import verify_rp_id
    from fido2.server import Fido2Server
    from fido2.webauthn import PublicKeyCredentialRpEntity

    def is_here(origin: str) -> bool:
        return urlsplit(origin).hostname == site and verify_rp_id(site, origin)

    return Fido2Server(PublicKeyCredentialRpEntity(name="Xiangyun", id=site), verify_origin=is_here)


def _kept(state: Mapping[str, Any]) -> State:
    return {"challenge": str(state["challenge"]), "user_verification": str(state["user_verification"].value)}


def _decoded(text: str) -> bytes:
    from fido2.utils import websafe_decode

    return websafe_decode(text)


def _digest(credential_id: bytes) -> str:
    return hashlib.sha256(credential_id).hexdigest()
