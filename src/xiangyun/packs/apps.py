from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "xiangyun.packs"
    label = "packs"
