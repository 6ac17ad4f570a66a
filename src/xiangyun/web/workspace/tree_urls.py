"""The addresses of units, of changes of the tree and of official lists."""

from django.urls import path

from . import lists, search, tree_changes, unit_contact, unit_page, units

urlpatterns = [
    path("units/", units.overview, name="units"),
    path("units/search/", search.page, name="unit-search"),
    path("units/<uuid:uid>/", unit_page.page, name="unit"),
    path("units/<uuid:uid>/work/", unit_page.work, name="unit-work"),
    path("units/<uuid:uid>/contact/", unit_contact.edit, name="unit-contact"),
    path("units/<uuid:uid>/change/", tree_changes.choose, name="unit-change"),
    path("units/<uuid:uid>/change/<slug:kind>/", tree_changes.change, name="unit-change-kind"),
    path("tree/lists/", lists.listing, name="lists"),
    path("tree/lists/<str:sha256>/", lists.page, name="list"),
    path("tree/changes/", tree_changes.listing, name="changes"),
    path("tree/changes/<uuid:uid>/", tree_changes.page, name="change"),
    path("tree/changes/<uuid:uid>/undo/", tree_changes.undo, name="change-undo"),
]
