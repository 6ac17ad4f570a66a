from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "xiangyun.audit"
    label = "audit"

    def ready(self) -> None:
        """Entries are sealed each minute; the day's root is published shortly after midnight."""
        from . import scheduled

        scheduled.declare()
