"""The addresses of a notice beside the one it follows."""

from django.urls import path

from . import reissues

urlpatterns = [
    path("notices/<uuid:uid>/changes/", reissues.page, name="reissue"),
    path("notices/<uuid:uid>/changes/amend/", reissues.amend, name="reissue-amend"),
    path("notices/<uuid:uid>/changes/<uuid:amendment>/drop/", reissues.drop, name="reissue-drop"),
]
