"""Pages of the appointment flow: what you need, a time, your details, and the visit itself."""

from django.urls import path

from permits.eligibility.views import of_visit, wizard
from permits.views import (
    centers,
    companions,
    display,
    feedback,
    feeds,
    holds,
    papers,
    proposals,
    start,
    tickets,
    times,
    visits,
    waiting,
)

app_name = "permits"
urlpatterns = [
    path("", start.start, name="start"),
    path("what-you-need/", wizard.what_you_need, name="what-you-need"),
    path("times/", times.times, name="times"),
    path("hold/", holds.hold, name="hold"),
    path("hold/<slug:code>/", holds.held, name="held"),
    path("hold/<slug:code>/extend/", holds.extend, name="extend"),
    path("hold/<slug:code>/release/", holds.release, name="release"),
    path("hold/<slug:code>/confirm/", holds.confirm, name="confirm"),
    path("v/<slug:code>/", visits.visit, name="visit"),
    path("v/<slug:code>/visit.ics", visits.calendar_file, name="calendar"),
    path("v/<slug:code>/ticket.svg", tickets.drawn, name="ticket"),
    path("v/<slug:code>/move/", visits.move, name="move"),
    path("v/<slug:code>/proposal/", proposals.answer, name="proposal"),
    path("v/<slug:code>/companion/", companions.companion, name="companion"),
    path("v/<slug:code>/answers/", of_visit.answers, name="answers"),
    path("v/<slug:code>/papers/", papers.papers, name="papers"),
    path("v/<slug:code>/cancel/", visits.cancel, name="cancel"),
    path("v/<slug:code>/earlier/", waiting.earlier, name="earlier"),
    path("waiting/", waiting.join, name="join-waiting"),
    path("waiting/<slug:code>/", waiting.waiting, name="waiting"),
    path("waiting/<slug:code>/leave/", waiting.leave, name="leave-waiting"),
    path("waiting/<slug:code>/<int:offer>/accept/", waiting.accept, name="accept-offer"),
    path("waiting/<slug:code>/<int:offer>/decline/", waiting.decline, name="decline-offer"),
    path("centers/", centers.centers, name="centers"),
    path("centers/<slug:slug>/", centers.center, name="center"),
    path("feeds/<slug:token>.ics", feeds.calendar, name="feed"),
    path("feedback/<slug:code>/", feedback.questions, name="feedback"),
    path("display/<slug:token>/", display.screen, name="display"),
    path("display/<slug:token>/called/", display.called, name="called"),
]
