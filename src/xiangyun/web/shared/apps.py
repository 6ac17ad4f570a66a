from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class SharedConfig(AppConfig):
    name = "xiangyun.web.shared"
    label = "web_shared"

    def ready(self) -> None:
        """A session knows when it began."""
        from .middleware import note_sign_in

        user_logged_in.connect(note_sign_in, dispatch_uid="note_sign_in")
