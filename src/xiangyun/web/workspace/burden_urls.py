"""Addresses of the burden on villages and of the dictionary of elements."""

from django.urls import path

from . import burden_page, elements_page

urlpatterns = [
    path("burden/", burden_page.page, name="burden"),
    path("burden/cap/", burden_page.cap, name="burden-cap"),
    path("notices/<uuid:uid>/burden/", burden_page.of_notice, name="notice-burden"),
    path("elements/", elements_page.listing, name="elements"),
    path("elements/export/", elements_page.export, name="elements-export"),
    path("elements/new/", elements_page.edit, name="element-new"),
    path("elements/<uuid:uid>/", elements_page.edit, name="element"),
]
