"""The site's addresses: people's pages, the machine's calls, and whether it is well."""

from django.urls import include, path

from xiangyun.api.routes import api
from xiangyun.web.shared.health import healthz
from xiangyun.web.shared.middleware import open_to_all

handler404 = "xiangyun.web.shared.problems.not_found"
handler500 = "xiangyun.web.shared.problems.broken"

urlpatterns = [
    path("healthz", open_to_all(healthz), name="healthz"),
    path("api/v1/", api.urls),
    path("", include("xiangyun.web.workspace.urls")),
]
