from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "xiangyun.units"
    label = "units"
