"""Columns that both engines must treat alike."""

from typing import Any

from django.db import models


class PathField(models.CharField):  # type: ignore[type-arg]
    """A path or a key compared byte by byte: PostgreSQL needs collation C for that, SQLite does so anyway."""

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
