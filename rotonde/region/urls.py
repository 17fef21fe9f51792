"""Pages of the region."""

from django.urls import path

from rotonde.region import views

app_name = "region"
urlpatterns = [
    path("municipalities/", views.municipalities, name="municipalities"),
    path("municipalities/<slug:slug>/", views.municipality, name="municipality"),
]
