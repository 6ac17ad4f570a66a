"""What every view receives: Django's request with the actor and the working time on it."""

from datetime import datetime

from django.http import HttpRequest

from xiangyun.core.actor import Actor
from xiangyun.core.models import Site
from xiangyun.people.models import Account, AdminSession, Post, Tenure


class Request(HttpRequest):
    """`at` is the site's working time; `actor` is the one post acting in this request.

    `lacks_factor`: an administrator who must set up a second factor before anything else.
    """

    user: Account
    actor: Actor
    post: Post | None
    tenure: Tenure | None
    tenures: list[Tenure]
    admin_session: AdminSession | None
    lacks_factor: bool
    at: datetime
    site: Site  # type: ignore[assignment]
