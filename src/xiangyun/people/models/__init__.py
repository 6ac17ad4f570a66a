"""Accounts, posts at units, who holds them from a day to a day, and keys."""

from .accounts import Account, AccountManager
from .factors import Authenticator, Passkey, PastPassword, RecoveryCode
from .keys import ApiToken, SignInFailure, SignInFailureQuerySet
from .posts import Post, Role, Tenure, TenureQuerySet
from .sessions import AdminSession, Device

__all__ = [
    "Account",
    "AccountManager",
    "AdminSession",
    "ApiToken",
    "Authenticator",
    "Device",
    "Passkey",
    "PastPassword",
    "Post",
    "RecoveryCode",
    "Role",
    "SignInFailure",
    "SignInFailureQuerySet",
    "Tenure",
    "TenureQuerySet",
]
