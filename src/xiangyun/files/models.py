"""Files: one row for one content."""

from django.db import models


class StoredFile(models.Model):
    """A content stored once by its SHA-256; what it belongs to is said by evidence links, not here."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    media_type = models.CharField(max_length=60)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    look = models.CharField(max_length=16, blank=True)
    stored_at = models.DateTimeField()
