"""Pages of the event calendar, and the private page of a registration."""

from django.urls import include, path

from events.views import agenda, event, registrations

app_name = "events"
urlpatterns = [
    path("", agenda.events, name="list"),
    path("calendar.ics", agenda.calendar_feed, name="feed"),
    path("r/<slug:code>/", registrations.registration, name="registration"),
    path("r/<slug:code>/event.ics", registrations.calendar_file, name="registration-calendar"),
    path("r/<slug:code>/withdraw/", registrations.withdraw, name="withdraw"),
    path("organise/", include("events.organiser_urls")),
    path("<slug:slug>-<slug:public_id>/", event.event, name="event"),
    path("<slug:slug>-<slug:public_id>/register/", event.register, name="register"),
    path("<slug:slug>-<slug:public_id>/<int:pk>.ics", event.calendar_file, name="calendar"),
]
