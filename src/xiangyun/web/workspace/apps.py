from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "xiangyun.web.workspace"
    label = "workspace"
