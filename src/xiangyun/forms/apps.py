from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "xiangyun.forms"
    label = "forms"
