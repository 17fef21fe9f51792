"""Pages of the employer portal. Those under `invitation` and `sharing` are the hire's own."""

from django.urls import path

from rotonde.employers.views import hires, holds, invitations, landing, menus, registering, times

app_name = "employers"
urlpatterns = [
    path("", landing.landing, name="landing"),
    path("of/<slug:slug>/", hires.hires, name="hires"),
    path("of/<slug:slug>/register/", registering.register, name="register"),
    path("of/<slug:slug>/menus/", menus.menus, name="menus"),
    path("of/<slug:slug>/menus/begin/", menus.begin, name="menu-begin"),
    path("of/<slug:slug>/menus/<int:key>/", menus.menu, name="menu"),
    path("of/<slug:slug>/menus/<int:key>/change/", menus.change, name="menu-change"),
    path("of/<slug:slug>/menus/<int:key>/share/", menus.share, name="menu-share"),
    path("of/<slug:slug>/menus/<int:key>/delete/", menus.discard, name="menu-delete"),
    path("hires/<slug:public_id>/", hires.hire, name="hire"),
    path("hires/<slug:public_id>/invite/", hires.invite, name="invite"),
    path("hires/<slug:public_id>/withdraw/", hires.withdraw, name="withdraw"),
    path("hires/<slug:public_id>/visit/", times.times, name="times"),
    path("hires/<slug:public_id>/visit/hold/", holds.hold, name="hold"),
    path("hires/<slug:public_id>/visit/confirm/", holds.confirm, name="confirm"),
    path("hires/<slug:public_id>/visit/extend/", holds.extend, name="extend"),
    path("hires/<slug:public_id>/visit/release/", holds.release, name="release"),
    path("invitation/<slug:code>/", invitations.invitation, name="invitation"),
    path("invitation/<slug:code>/decline/", invitations.decline, name="decline"),
    path("sharing/<slug:public_id>/", invitations.sharing, name="sharing"),
]
