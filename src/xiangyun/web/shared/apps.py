from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "xiangyun.web.shared"
    label = "web_shared"
