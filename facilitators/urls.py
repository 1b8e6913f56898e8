app_name = "facilitators"
urlpatterns = []
