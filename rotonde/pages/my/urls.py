"""My rotonde: everything that is one person's, and nobody else's."""

from django.urls import path

from rotonde.pages.my import data, messages, overview, profile
from services.proposals import views as entries

app_name = "my"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("messages/", messages.sent, name="messages"),
    path("profile/", profile.profile, name="profile"),
    path("entries/", entries.entries, name="entries"),
    path("entries/<slug:public_id>/", entries.entry, name="entry"),
    path("entries/<slug:public_id>/withdraw/", entries.take_back, name="entry-withdraw"),
    path("data/", data.data, name="data"),
    path("data/rotonde.json", data.download, name="download"),
    path("data/erase/", data.erasure, name="erase"),
]
