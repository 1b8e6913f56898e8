from django.urls import path

from stepforward.rollout import views

app_name = "rollout"
urlpatterns = [
    path("rollout/", views.dashboard, name="dashboard"),
    path("rollout/report/", views.report, name="report"),
    path("rollout/<slug:slug>.csv", views.panel_csv, name="panel_csv"),
]
