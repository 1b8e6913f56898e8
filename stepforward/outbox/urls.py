from django.urls import path

from stepforward.outbox import views, wording_views

app_name = "outbox"
urlpatterns = [
    path("emails/", views.emails, name="emails"),
    path("emails/<int:pk>/", views.email, name="email"),
    path("emails/<int:pk>/retry/", views.retry, name="retry"),
    path("emails/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("emails/delivered/", views.deliveries, name="deliveries"),
    path("emails/delivered/<str:name>/", views.delivery, name="delivery"),
    path("emails/wording/", wording_views.wordings, name="wordings"),
    path("emails/wording/<path:kind>/reset/", wording_views.reset, name="reset_wording"),
    path("emails/wording/<path:kind>/", wording_views.wording, name="wording"),
]
