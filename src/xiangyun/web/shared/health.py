"""`GET /healthz`: whether the parts that an answer needs are there, for supervisors and for `make run`."""

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from xiangyun import __version__
from xiangyun.jobs.liveness import a_worker_is_alive

OK, AWAY, UNKNOWN = "ok", "away", "unknown"


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 only when the database answers and a worker was seen in the last 30 s; else 503."""
    parts = _parts()
    well = set(parts.values()) == {OK}
    body = {"status": OK if well else "failing", **parts, "version": __version__}
    return JsonResponse(body, status=200 if well else 503)


def _parts() -> dict[str, str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        alive = a_worker_is_alive()
    except Error:
        return {"database": AWAY, "worker": UNKNOWN}
    return {"database": OK, "worker": OK if alive else AWAY}
