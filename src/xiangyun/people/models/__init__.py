"""Accounts, posts at units, who holds them from a day to a day, and keys."""

from .accounts import Account, AccountManager
from .factors import Authenticator, Passkey, PastPassword, RecoveryCode
from .keys import ApiToken, SignInFailure, SignInFailureQuerySet
from .posts import Post, PostQuerySet, Role, Tenure, TenureQuerySet
from .roster import (
    CloudList,
    CloudMapping,
    CloudRow,
    Invitation,
    RosterEntry,
    SamePerson,
)
from .sessions import AdminSession, Device
from .signoff import OnePersonMode, OnePersonModeQuerySet, SignOff, SignOffQuerySet

__all__ = [
    "Account",
    "AccountManager",
    "AdminSession",
    "ApiToken",
    "Authenticator",
    "CloudList",
    "CloudMapping",
    "CloudRow",
    "Device",
    "Invitation",
    "OnePersonMode",
    "OnePersonModeQuerySet",
    "Passkey",
    "PastPassword",
    "Post",
    "PostQuerySet",
    "RecoveryCode",
    "Role",
    "RosterEntry",
    "SamePerson",
    "SignInFailure",
    "SignInFailureQuerySet",
    "SignOff",
    "SignOffQuerySet",
    "Tenure",
    "TenureQuerySet",
]
