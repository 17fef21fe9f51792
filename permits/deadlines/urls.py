"""Pages of the deadlines: the list, its calendar file, and what an account keeps of it."""

from django.urls import path

from permits.views import deadlines

app_name = "deadlines"
urlpatterns = [
    path("", deadlines.deadlines, name="list"),
    path("deadlines.ics", deadlines.calendar_file, name="calendar"),
    path("save/", deadlines.save, name="save"),
    path("forget/", deadlines.forget, name="forget"),
    path("<int:pk>/done/", deadlines.settle, name="settle"),
]
