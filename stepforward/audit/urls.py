from django.urls import path

from stepforward.audit import views

app_name = "audit"
urlpatterns = [path("audit/", views.events, name="events")]
