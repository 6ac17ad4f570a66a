from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "xiangyun.measures"
    label = "measures"
