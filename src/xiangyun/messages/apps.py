from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "xiangyun.messages"
    label = "inbox"  # Django's own messages have the other name

    def ready(self) -> None:
        """Old messages are swept once a day."""
        from . import scheduled

        scheduled.declare()
