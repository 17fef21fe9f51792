"""The portal's addresses, and a view that answers nothing."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from rotonde.celery import app
from rotonde.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

# Wake-ups are sent as always, but to a broker nobody drains.
app.conf.update(broker_url="memory://localhost//", broker_transport_options={})


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"")


urlpatterns = [path("empty", empty), *urlpatterns]
