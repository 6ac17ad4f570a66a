"""The workspace's addresses; each name stands in the access table of the tests."""

from django.urls import path

from . import (
    boards,
    clauses,
    desk,
    door_urls,
    duties,
    event_urls,
    notice_steps,
    notices,
    people_urls,
    photos,
    returns,
    reviews,
    signoff_urls,
    tasks,
    tree_urls,
)

app_name = "workspace"

urlpatterns = [
    path("", desk.desk, name="desk"),
    *door_urls.urlpatterns,
    path("duties/<uuid:uid>/", duties.form, name="form"),
    path("duties/<uuid:uid>/draft/", duties.draft, name="draft"),
    path("duties/<uuid:uid>/photo/<path:field>/", duties.photo, name="attach-photo"),
    path("duties/<uuid:uid>/send/", duties.send, name="send"),
    path("duties/<uuid:uid>/nil/", duties.nil, name="nil"),
    path("returns/<uuid:uid>/", returns.page, name="return"),
    path("returns/<uuid:uid>/recall/", returns.recall, name="recall"),
    path("returns/<uuid:uid>/accept/", returns.accept, name="accept"),
    path("returns/<uuid:uid>/send-back/", returns.send_back, name="send-back"),
    path("reviews/", reviews.waiting, name="reviews"),
    path("sent/", returns.sent, name="sent"),
    path("photos/<str:sha256>/", photos.photo, name="photo"),
    path("notices/", notices.listing, name="notices"),
    path("notices/new/", notices.new, name="notice-new"),
    path("notices/<uuid:uid>/", notices.page, name="notice"),
    path("notices/<uuid:uid>/dismiss/", clauses.dismiss, name="clauses-dismiss"),
    path("notices/<uuid:uid>/reopen/", clauses.reopen, name="clauses-reopen"),
    path("notices/<uuid:uid>/tasks/new/", tasks.new, name="task-new"),
    path("notices/<uuid:uid>/tasks/<uuid:task>/remove/", tasks.remove, name="task-remove"),
    path("notices/<uuid:uid>/submit/", notice_steps.submit, name="notice-submit"),
    path("notices/<uuid:uid>/publish/", notice_steps.publish, name="notice-publish"),
    *signoff_urls.urlpatterns,
    *event_urls.urlpatterns,
    path("boards/", boards.listing, name="boards"),
    path("boards/<uuid:task>/", boards.page, name="board"),
    path("boards/<uuid:task>/rows/", boards.rows, name="board-rows"),
    path("boards/<uuid:task>/units/", boards.behind, name="board-units"),
    path("boards/<uuid:task>/units/export/", boards.export, name="board-units-export"),
    *tree_urls.urlpatterns,
    *people_urls.urlpatterns,
]
