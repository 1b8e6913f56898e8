from django.urls import path

from stepforward.rollout import views

app_name = "rollout"
urlpatterns = [
    path("rollout/", views.dashboard, name="dashboard"),
    path("rollout/report/", views.report, name="report"),
    path("rollout/<slug:slug>.<slug:kind>", views.panel_file, name="panel_file"),
]
