"""Addresses of posts, invitations and rosters."""

from django.urls import path

from . import cloud_lists, invitations, invite, post_deeds, posts, roster_check, rosters

urlpatterns = [
    path("units/<uuid:uid>/posts/", posts.listing, name="posts"),
    path("units/<uuid:uid>/posts/invite/", invitations.new, name="invitation-new"),
    path("posts/<uuid:uid>/", posts.page, name="post"),
    path("posts/<uuid:uid>/hand-over/", post_deeds.hand_over, name="post-hand-over"),
    path("posts/<uuid:uid>/delegate/", post_deeds.delegate, name="post-delegate"),
    path("posts/<uuid:uid>/end/", post_deeds.end, name="post-end"),
    path("posts/<uuid:uid>/invite/", post_deeds.invite_to, name="post-invite"),
    path("tenures/<uuid:uid>/keep/", post_deeds.keep, name="tenure-keep"),
    path("tenures/<uuid:uid>/take-back/", post_deeds.take_back, name="tenure-take-back"),
    path("tenures/<uuid:uid>/end/", post_deeds.end_deputy, name="tenure-end"),
    path("people/<uuid:uid>/erase/", post_deeds.erase, name="person-erase"),
    path("invitations/", invitations.listing, name="invitations"),
    path("invitations/export/", invitations.export, name="invitations-export"),
    path("invitations/<uuid:uid>/", invitations.page, name="invitation"),
    path("invitations/<uuid:uid>/code.svg", invitations.code, name="invitation-code"),
    path("invitations/<uuid:uid>/withdraw/", invitations.withdraw, name="invitation-withdraw"),
    path("invite/<str:token>/", invite.come_in, name="invite"),
    path("invite/<str:token>/account/", invite.with_account, name="invite-account"),
    path("rosters/", roster_check.page, name="rosters"),
    path("rosters/answer/", roster_check.answer, name="roster-answer"),
    path("rosters/export/", roster_check.export, name="roster-export"),
    path("rosters/people/", rosters.people, name="roster-people"),
    path("rosters/people/<uuid:uid>/remove/", rosters.remove, name="roster-remove"),
    path("rosters/load/", rosters.load, name="roster-load"),
    path("rosters/load/apply/", rosters.apply, name="roster-apply"),
    path("rosters/template/", rosters.template, name="roster-template"),
    path("rosters/cloud/", cloud_lists.choose, name="cloud-choose"),
    path("rosters/cloud/columns/", cloud_lists.columns, name="cloud-columns"),
    path("rosters/cloud/apply/", cloud_lists.apply, name="cloud-apply"),
]
