from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "xiangyun.facts"
    label = "facts"
