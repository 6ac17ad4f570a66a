from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "xiangyun.search"
    label = "search"
