from django.urls import path

from stepforward.outbox import views

app_name = "outbox"
urlpatterns = [
    path("emails/", views.emails, name="emails"),
    path("emails/<int:pk>/", views.email, name="email"),
    path("emails/<int:pk>/retry/", views.retry, name="retry"),
    path("emails/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("emails/delivered/", views.deliveries, name="deliveries"),
    path("emails/delivered/<str:name>/", views.delivery, name="delivery"),
]
