"""Who holds a post, in words and rows: dates, deputies marked, names masked for those further away."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangyun.core.actor import Actor
from xiangyun.people.masking import name_for, phone_for, sees_in_full
from xiangyun.people.models import Invitation, Post, Role, Tenure
from xiangyun.people.queries.posts import PostView
from xiangyun.web.shared.templatetags.look import zhdate

from .unit_page import role_words

A_DAY = timedelta(days=1)


def post_word(post: Post) -> str:
    """A post's own title, else the word for its role."""
    return post.title or role_words().get(post.role, post.role)


def marked(tenure: Tenure, *, full: bool = True) -> str:
    """A name with the mark of a deputy behind it."""
    name = name_for(tenure.account.name, full=full)
    return _("%(name)s (deputy)") % {"name": name} if tenure.is_deputy else name


def shows_in_full(actor: Actor, path: str) -> bool:
    """Whether names and phones of a unit are shown whole: own unit, the one directly above, an administrator."""
    return actor.holds(Role.ADMIN) or sees_in_full(actor.paths, path)


def span(tenure: Tenure) -> str:
    """From its first day to its last; a tenure's `to_on` is the first day without it."""
    first = zhdate(tenure.from_on, "year")
    if tenure.to_on is None:
        return _("since %(day)s") % {"day": first}
    return _("%(first)s to %(last)s") % {"first": first, "last": zhdate(tenure.to_on - A_DAY, "year")}


def tenure_row(tenure: Tenure, *, full: bool) -> dict[str, Any]:
    """One person's time at a post."""
    return {
        "uid": tenure.uid,
        "account": tenure.account.uid,
        "name": marked(tenure, full=full),
        "phone": phone_for(tenure.account.phone, full=full),
        "dial": tenure.account.phone if full else "",
        "span": span(tenure),
        "reason": tenure.reason,
        "is_deputy": tenure.is_deputy,
        "given_by": tenure.given_by_id,
        "ends": tenure.to_on,
    }


def invitation_row(invitation: Invitation, *, full: bool, url: str = "") -> dict[str, Any]:
    """An invitation that waits."""
    return {
        "name": name_for(invitation.name, full=full) or _("somebody without a name yet"),
        "until": zhdate(invitation.expires_at, "time"),
        "url": url,
    }


def post_card(view: PostView, day: date, *, full: bool, may_invite: bool) -> dict[str, Any]:
    """A post on the page of its unit."""
    url = reverse("workspace:invitation", args=[view.invitation.uid]) if view.invitation and may_invite else ""
    return {
        "title": post_word(view.post),
        "url": reverse("workspace:post", args=[view.post.uid]),
        "is_sample": view.post.is_sample,
        "now": [tenure_row(t, full=full) for t in view.now(day)],
        "later": [tenure_row(t, full=full) for t in view.later(day)],
        "invitation": invitation_row(view.invitation, full=full, url=url) if view.invitation else None,
        "was_held": bool(view.before(day)),
    }
