"""Pages for organisers; each is there only for who runs the event (events.access)."""

from django.urls import path

from events.views.organising import dates, editing, overview, rhythm, stages

app_name = "organising"
urlpatterns = [
    path("", overview.landing, name="landing"),
    path("of/<slug:slug>/", overview.organiser, name="organiser"),
    path("of/<slug:slug>/new/", editing.new, name="new"),
    path("dates/<int:pk>/", dates.guests, name="guests"),
    path("dates/<int:pk>/change/", dates.change, name="change-date"),
    path("dates/<int:pk>/cancel/", dates.cancel, name="cancel-date"),
    path("<slug:public_id>/", overview.event, name="event"),
    path("<slug:public_id>/edit/", editing.edit, name="edit"),
    path("<slug:public_id>/rhythm/", rhythm.rhythm, name="rhythm"),
    path("<slug:public_id>/add-date/", dates.add, name="add-date"),
    path("<slug:public_id>/publish/", stages.publish, name="publish"),
    path("<slug:public_id>/cancel/", stages.cancel, name="cancel"),
]
