from django.urls import path, register_converter
from django.urls.converters import StringConverter

from feedback.models import Wave
from feedback.views import analysis, door, quotes, reports, respond


class WaveConverter(StringConverter):
    regex = "|".join(Wave.values)


register_converter(WaveConverter, "wave")

app_name = "feedback"
urlpatterns = [
    path("feedback/thank-you/", respond.thank_you, name="thank_you"),
    path("feedback/here/", door.type_code, name="type_code"),
    path("feedback/here/<str:code>/", door.at_the_door, name="door"),
    path("feedback/<str:token>/", respond.respond, name="respond"),
    path("manage/sessions/<int:pk>/feedback/", reports.session_report, name="session_report"),
    path("manage/sessions/<int:pk>/feedback/screen/", door.screen, name="screen"),
    path("bookings/<str:token>/feedback/<wave:wave>/", door.from_booking, name="from_booking"),
    path("rollout/feedback/", analysis.analysis, name="analysis"),
    path("rollout/feedback/<slug:slug>.<slug:kind>", analysis.analysis_file, name="analysis_file"),
    path("manage/comments/quoted/", quotes.quoted, name="quoted"),
    path("manage/comments/<uuid:pk>/quote/", quotes.quote, name="quote_comment"),
    path("manage/comments/<uuid:pk>/stop-quoting/", quotes.stop_quoting, name="stop_quoting"),
    path("manage/comments/<uuid:pk>/review/", reports.review_comment, name="review_comment"),
]
