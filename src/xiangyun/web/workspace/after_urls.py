"""The addresses of what bodies do with a published notice: receipt, handing down, more time."""

from django.urls import path

from . import extensions, hand_downs, receipts

urlpatterns = [
    path("notices/<uuid:uid>/receipt/", receipts.sign, name="receipt"),
    path("notices/<uuid:uid>/receipts/", receipts.listing, name="receipts"),
    path("notices/<uuid:uid>/receipts/export/", receipts.export, name="receipts-export"),
    path("tasks/<uuid:uid>/hand-down/", hand_downs.page, name="hand-down"),
    path("tasks/<uuid:uid>/hand-down/take-back/", hand_downs.take_back, name="hand-down-back"),
    path("tasks/<uuid:uid>/more-time/", extensions.listing, name="more-time"),
    path("tasks/<uuid:uid>/more-time/give/", extensions.give, name="more-time-give"),
]
