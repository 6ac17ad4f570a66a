"""From a post to the actor that the domain sees."""

from collections.abc import Sequence
from datetime import date, datetime

from xiangyun.core.actor import Actor
from xiangyun.units.models import Placement

from .models import ApiToken, Post
from .tokens import digest_of


def actor_for(post: Post) -> Actor:
    """The actor of a post, with every place its unit stands or stood in the territorial line."""
    places = Placement.objects.of_unit(post.unit_id).filter(line=Placement.Line.TERRITORIAL)
    return Actor(
        name=post.account.name,
        role=post.role,
        account_id=post.account_id,
        post_id=post.pk,
        unit_id=post.unit_id,
        paths=tuple(dict.fromkeys(places.order_by("-from_on").values_list("path", flat=True))),
    )


def active_post(posts: Sequence[Post], wanted: int | None) -> Post | None:
    """The one post that acts in a request: the wanted one if it is among those held, else the first."""
    return next((p for p in posts if p.pk == wanted), posts[0] if posts else None)


def post_of_token(token: str, now: datetime, day: date) -> Post | None:
    """The post a machine's token stands for, if neither the token nor the post has ended."""
    found = ApiToken.objects.filter(digest=digest_of(token), expires_at__gt=now).first()
    if found is None:
        return None
    return Post.objects.on(day).select_related("unit", "account").filter(pk=found.post_id).first()
