from django.urls import path

from stepforward.importing import views

app_name = "importing"
urlpatterns = [
    path("manage/import/", views.bring, name="bring"),
    path("manage/import/<int:pk>/", views.run, name="run"),
    path("manage/import/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("manage/import/<int:pk>/choose/", views.choose, name="choose"),
    path("manage/import/<int:pk>/look/", views.look_again, name="look_again"),
    path("manage/import/<int:pk>/stop/", views.stop, name="stop"),
    path("manage/import/<int:pk>/move-in/", views.move_in, name="move_in"),
    path("manage/import/<int:pk>/take-back/", views.take_back, name="take_back"),
    path("manage/import/meanings/<int:pk>/forget/", views.forget, name="forget"),
]
