from django.urls import path

from feedback.views import quotes, reports, respond

app_name = "feedback"
urlpatterns = [
    path("feedback/thank-you/", respond.thank_you, name="thank_you"),
    path("feedback/<str:token>/", respond.respond, name="respond"),
    path("manage/sessions/<int:pk>/feedback/", reports.session_report, name="session_report"),
    path("manage/comments/quoted/", quotes.quoted, name="quoted"),
    path("manage/comments/<uuid:pk>/quote/", quotes.quote, name="quote_comment"),
    path("manage/comments/<uuid:pk>/stop-quoting/", quotes.stop_quoting, name="stop_quoting"),
    path("manage/comments/<uuid:pk>/review/", reports.review_comment, name="review_comment"),
]
