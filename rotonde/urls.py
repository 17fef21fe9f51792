"""Every address of the portal; the names are those of the public contract."""

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from rotonde.api import api, hsds
from rotonde.pages import health
from rotonde.pages.entrance import entrance
from rotonde.pages.home import home
from rotonde.pages.privacy import privacy

# Staff sign in on the same page as everyone, with their second factor and the same limits.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", entrance, name="entrance"),
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("api/v1/", api.urls),
    path("hsds/", hsds.urls),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", home, name="home"),
        path("privacy/", privacy, name="privacy"),
        path("", include("services.urls")),
        path("", include("rotonde.region.urls")),
        path("appointments/", include("permits.urls")),
        path("deadlines/", include("permits.deadlines.urls")),
        path("events/", include("events.urls")),
        path("employers/", include("rotonde.employers.urls")),
        path("my/", include("rotonde.pages.my.urls")),
        path("desk/", include("rotonde.pages.desk_urls")),
        path("accounts/", include("allauth.urls")),
    ),
]

handler400 = "rotonde.pages.errors.bad_request"
handler403 = "rotonde.pages.errors.forbidden"
handler404 = "rotonde.pages.errors.not_found"
handler500 = "rotonde.pages.errors.server_error"
