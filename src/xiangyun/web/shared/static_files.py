"""Built files, served by us: hashed names, so a browser keeps them for good."""

from django.conf import settings
from servestatic.middleware import ServeStaticMiddleware


class StaticFiles(ServeStaticMiddleware):
    """Serves the apps' static folders as they stand; no collect step."""

    def immutable_file_test(self, path: str, url: str) -> bool:
        """The build puts a hash into each name."""
        return url.startswith(f"{settings.STATIC_URL}build/")
