"""Addresses of signing off and of the one-person mode; part of the workspace's own."""

from django.urls import path

from . import one_person, signoff

urlpatterns = [
    path("sign-off/", signoff.waiting, name="to-sign"),
    path("sign-off/signed/", signoff.signed, name="signed-off"),
    path("sign-off/<slug:kind>/<uuid:uid>/sign/", signoff.sign, name="sign-off"),
    path("sign-off/<slug:kind>/<uuid:uid>/send-back/", signoff.send_back, name="send-back-paper"),
    path("sign-off/<slug:kind>/<uuid:uid>/withdraw/", signoff.withdraw, name="withdraw-sign-off"),
    path("one-person/<uuid:unit>/", one_person.page, name="one-person"),
    path("one-person/<uuid:uid>/end/", one_person.end, name="one-person-end"),
]
