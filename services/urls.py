"""Pages of the services map."""

from django.urls import path

from services import embedding, saving, views
from services.guides import answering
from services.guides import views as guides
from services.map import popups
from services.menus import button as menu_button
from services.menus import views as menus
from services.truth import views as truth

app_name = "services"
urlpatterns = [
    path("services/", views.services, name="list"),
    path("services/embed/", embedding.offer, name="embed-offer"),
    path("services/popup/", popups.several, name="popup-several"),
    path("services/frame/", embedding.frame, name="embed"),
    path("services/<slug:slug>-<slug:public_id>/", views.service, name="service"),
    path("services/<slug:public_id>/save/", saving.change, name="save"),
    path("services/<slug:public_id>/correct/", truth.correct, name="correct"),
    path("services/<slug:public_id>/popup/", views.popup, name="popup"),
    path("services/check/<slug:code>/", truth.check, name="check"),
    path("guides/", guides.rack, name="guides"),
    path("guides/<slug:slug>-<slug:public_id>/", guides.guide, name="guide"),
    path("guides/<slug:slug>-<slug:public_id>/qr.svg", guides.qr, name="guide-qr"),
    path("guides/<slug:public_id>/said/", answering.said, name="guide-said"),
    path("guides/<slug:public_id>/missing/", answering.missing, name="guide-missing"),
    path("menu/", menus.menu, name="menu"),
    path("menu/change/", menus.change, name="menu-change"),
    path("menu/share/", menus.share, name="menu-share"),
    path("menu/qr.svg", menus.qr, name="menu-qr"),
    path("menu/put/<slug:ref>/", menu_button.put, name="menu-put"),
    path("menu/<slug:code>/", menus.shared, name="menu-shared"),
    path("menu/<slug:code>/qr.svg", menus.shared_qr, name="menu-shared-qr"),
    path("themes/<slug:slug>/", views.theme, name="theme"),
]
