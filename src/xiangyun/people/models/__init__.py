"""Accounts, posts at units, who holds them from a day to a day, and keys."""

from .accounts import Account, AccountManager
from .keys import ApiToken, SignInFailure, SignInFailureQuerySet
from .posts import Post, Role, Tenure, TenureQuerySet

__all__ = [
    "Account",
    "AccountManager",
    "ApiToken",
    "Post",
    "Role",
    "SignInFailure",
    "SignInFailureQuerySet",
    "Tenure",
    "TenureQuerySet",
]
