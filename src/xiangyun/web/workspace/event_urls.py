"""The addresses of named events, of holidays, and of the day of a task."""

from django.urls import path

from . import events, holidays, task_days

urlpatterns = [
    path("events/", events.listing, name="events"),
    path("events/say/", events.state, name="event-state"),
    path("events/<uuid:uid>/", events.page, name="event"),
    path("holidays/", holidays.page, name="holidays"),
    path("notices/<uuid:uid>/tasks/<uuid:task>/day/", task_days.pin, name="task-day"),
]
