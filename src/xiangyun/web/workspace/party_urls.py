"""Addresses of the dictionary of parties."""

from django.urls import path

from . import party_names_page

urlpatterns = [
    path("party-names/", party_names_page.listing, name="party-names"),
    path("party-names/new/", party_names_page.new, name="party-name-new"),
    path("party-names/<uuid:uid>/drop/", party_names_page.drop, name="party-name-drop"),
]
