from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "xiangyun.files"
    label = "files"
