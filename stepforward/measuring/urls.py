from django.urls import path

from stepforward.measuring.costs import ok, ok_signed_in
from stepforward.urls import handler400, handler403, handler404, handler500, urlpatterns  # noqa: F401

urlpatterns = [path("bench/ok", ok), path("bench/ok-signed-in", ok_signed_in), *urlpatterns]
