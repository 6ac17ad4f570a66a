"""The addresses of reminders, of chasing, and of what is shared with a chat group."""

from django.urls import path

from . import chase, inbox, share, short_links

urlpatterns = [
    path("inbox/", inbox.page, name="inbox"),
    path("inbox/seen/", inbox.seen, name="inbox-seen"),
    path("inbox/rule/", inbox.rule, name="inbox-rule"),
    path("boards/<uuid:task>/chase/", chase.page, name="chase"),
    path("boards/<uuid:task>/chase/done/", chase.done, name="chase-done"),
    path("share/<slug:kind>/<uuid:uid>/", share.page, name="share"),
    path("share/<slug:kind>/<uuid:uid>/code.png", share.code, name="share-code"),
    path("s/<str:code>", short_links.follow, name="short-link"),
]
