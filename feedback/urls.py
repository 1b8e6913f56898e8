from django.urls import path, register_converter
from django.urls.converters import StringConverter

from feedback.models import Wave
from feedback.views import (
    analysis,
    codebooks,
    coding,
    comments,
    door,
    growth,
    questionnaires,
    questions,
    quotes,
    reports,
    respond,
    reviews,
    summaries,
)


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
    path("growing/feedback/", growth.my_feedback, name="my_feedback"),
    path("facilitators/<int:pk>/feedback/", growth.feedback_of, name="feedback_of"),
    path("requests/<int:pk>/feedback/", summaries.prepare, name="prepare_summary"),
    path("request/<str:token>/feedback/<int:pk>/", summaries.summary, name="summary"),
    path("manage/questionnaires/", questionnaires.questionnaires, name="questionnaires"),
    path(
        "manage/questionnaires/new/<int:course_pk>/<wave:wave>/",
        questionnaires.new_version,
        name="new_questionnaire",
    ),
    path("manage/questionnaires/<int:pk>/", questionnaires.questionnaire, name="questionnaire"),
    path("manage/questionnaires/<int:pk>/use/", questionnaires.use, name="use_questionnaire"),
    path("manage/questionnaires/<int:pk>/throw-away/", questionnaires.throw_away, name="throw_away_draft"),
    path("manage/questionnaires/<int:pk>/write/", questions.draft, name="draft"),
    path("manage/questionnaires/<int:pk>/add/", questions.add_question, name="add_question"),
    path("manage/questionnaires/<int:pk>/choose/", questions.choose_question, name="choose_question"),
    path("manage/questionnaires/<int:pk>/write/<slug:code>/", questions.write_question, name="question"),
    path(
        "manage/questionnaires/<int:pk>/write/<slug:code>/arrange/",
        questions.arrange_question,
        name="arrange_question",
    ),
    path("manage/comments/", comments.comments, name="comments"),
    path("manage/comments/publish/", comments.publish_together, name="publish_comments"),
    path("manage/comments/coding/", coding.code, name="coding"),
    path("manage/comments/agreement/", coding.agreement, name="agreement"),
    path("manage/comments/themes/", codebooks.codebook, name="codebook"),
    path("manage/comments/themes/new-version/", codebooks.new_version, name="new_codebook"),
    path("manage/comments/themes/use/", codebooks.use, name="use_codebook"),
    path("manage/comments/themes/add/", codebooks.add_theme, name="add_theme"),
    path("manage/comments/themes/<int:pk>/", codebooks.theme, name="theme"),
    path("manage/comments/themes/<int:pk>/drop/", codebooks.drop_theme, name="drop_theme"),
    path("rollout/feedback/", analysis.analysis, name="analysis"),
    path("rollout/feedback/<slug:slug>.<slug:kind>", analysis.analysis_file, name="analysis_file"),
    path("manage/comments/quoted/", quotes.quoted, name="quoted"),
    path("manage/comments/<uuid:pk>/", reviews.comment, name="comment"),
    path("manage/comments/<uuid:pk>/publish/", reviews.publish, name="publish_comment"),
    path("manage/comments/<uuid:pk>/hide/", reviews.hide, name="hide_comment"),
    path("manage/comments/<uuid:pk>/redact/", reviews.redact, name="redact_comment"),
    path("manage/comments/<uuid:pk>/flag/", reviews.flag, name="flag_comment"),
    path("manage/comments/<uuid:pk>/settle/", reviews.settle_flag, name="settle_flag"),
    path("manage/comments/<uuid:pk>/quote/", quotes.quote, name="quote_comment"),
    path("manage/comments/<uuid:pk>/stop-quoting/", quotes.stop_quoting, name="stop_quoting"),
    path("manage/comments/<uuid:pk>/review/", reports.review_comment, name="review_comment"),
]
