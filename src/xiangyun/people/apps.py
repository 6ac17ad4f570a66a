from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "xiangyun.people"
    label = "people"
