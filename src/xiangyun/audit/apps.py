from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "xiangyun.audit"
    label = "audit"

    def ready(self) -> None:
        """Entries are sealed within seconds; the day's root is published shortly after midnight."""
        from . import scheduled

        scheduled.declare()
