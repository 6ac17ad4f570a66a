"""Photos: a file is readable for whoever sees a thing that uses it."""

import re

from django.http import FileResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotVisible
from xiangyun.core.registry import source_of
from xiangyun.facts.queries import kinds_using, sources_using
from xiangyun.files.store import place_of
from xiangyun.files.thumbs import EDGE, thumb_of
from xiangyun.web.shared.requests import Request

SHA256 = re.compile(r"[0-9a-f]{64}")


@require_safe
def photo(request: Request, sha256: str) -> HttpResponseBase:
    """The picture, or a small one with `?size=400`. Its address is its content, so a browser keeps it for good."""
    if not SHA256.fullmatch(sha256) or not may_see(request.actor, sha256):
        raise NotVisible(kind="file")
    try:
        place = thumb_of(sha256) if request.GET.get("size") == str(EDGE) else place_of(sha256)
        content = place.open("rb")
    except FileNotFoundError:
        raise NotVisible(kind="file") from None
    answer = FileResponse(content, content_type="image/jpeg")
    answer["Cache-Control"] = "private, max-age=31536000, immutable"
    answer["Content-Security-Policy"] = "sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def may_see(actor: Actor, sha256: str) -> bool:
    """Whether any thing that uses the file is visible; one query for each kind of thing, however many use it."""
    return any(_sees(actor, sha256, kind) for kind in kinds_using(sha256))


def _sees(actor: Actor, sha256: str, kind: str) -> bool:
    try:
        visible = source_of(kind).visible_to(actor)
    except NotVisible:
        return False
    return visible.filter(uid__in=sources_using(sha256, kind)).exists()
