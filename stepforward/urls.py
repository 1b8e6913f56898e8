"""The front door: each floor brings its own paths; their names are fixed contracts."""

from django.conf import settings
from django.urls import include, path

from stepforward.health import healthz, readyz
from stepforward.people.views import public_pages
from stepforward.people.views.home import home

urlpatterns = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("about/", public_pages.about, name="about"),
    path("become-a-facilitator/", public_pages.become_a_facilitator, name="become_a_facilitator"),
    path("accessibility/", public_pages.accessibility, name="accessibility"),
    path("privacy/", public_pages.privacy, name="privacy"),
    path("cookies/", public_pages.cookies, name="cookies"),
    path("accounts/", include("stepforward.people.urls")),
    path("", include("stepforward.audit.urls")),
    path("", include("stepforward.outbox.urls")),
    path("", include("stepforward.rollout.urls")),
    path("", include("stepforward.importing.urls")),
    path("", include("courses.urls")),
    path("", include("facilitators.urls")),
    path("", include("feedback.urls")),
]

if settings.DJANGO_ENV != "production":
    urlpatterns.append(path("ui/", include("stepforward.ui.urls")))

handler400 = "stepforward.ui.views.bad_request"
handler403 = "stepforward.ui.views.forbidden"
handler404 = "stepforward.ui.views.not_found"
handler500 = "stepforward.ui.views.server_error"
