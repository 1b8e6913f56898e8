from django.urls import path

from courses.views import (
    asking,
    booking,
    certificates,
    correcting,
    managing,
    open_sessions,
    paper_register,
    planning,
    quality,
    register,
    requests,
)

app_name = "courses"
urlpatterns = [
    path("request/", asking.ask, name="request"),
    path("request/<str:token>/", asking.status, name="request_status"),
    path("request/<str:token>/withdraw/", asking.withdraw, name="withdraw_request"),
    path("requests/", requests.request_list, name="requests"),
    path("requests/<int:pk>/", requests.detail, name="request_detail"),
    path("requests/<int:pk>/take/", requests.take, name="take_request"),
    path("requests/<int:pk>/decline/", requests.decline, name="decline_request"),
    path("requests/<int:pk>/plan/", planning.plan_for_request, name="plan_for_request"),
    path("sessions/", open_sessions.session_list, name="sessions"),
    path("sessions/<int:pk>/", open_sessions.detail, name="session"),
    path("sessions/<int:pk>/book/", open_sessions.book, name="book"),
    path("sessions/<int:pk>/book/sent/", open_sessions.link_sent, name="link_sent"),
    path("bookings/<str:token>/", booking.booking, name="booking"),
    path("bookings/<str:token>/calendar.ics", booking.calendar_entry, name="booking_calendar"),
    path("bookings/<str:token>/<slug:deed>/", booking.do, name="booking_deed"),
    path("certificates/<str:code>/", certificates.certificate, name="certificate"),
    path("certificates/<str:code>/pdf/", certificates.certificate_pdf, name="certificate_pdf"),
    path("manage/courses/", quality.course_list, name="courses"),
    path("manage/courses/<int:pk>/domains/", quality.course_domains, name="course_domains"),
    path("manage/sessions/", managing.session_list, name="manage_sessions"),
    path("manage/sessions/new/", planning.new_session, name="new_session"),
    path("manage/sessions/<int:pk>/", managing.detail, name="manage_session"),
    path(
        "manage/sessions/<int:pk>/bookings/<int:booking_pk>/cancel/",
        managing.cancel_booking,
        name="cancel_booking",
    ),
    path("manage/sessions/<int:pk>/register/", register.register, name="register"),
    path("manage/sessions/<int:pk>/register/walk-in/", register.walk_in, name="walk_in"),
    path("manage/sessions/<int:pk>/register/paper/", paper_register.paper, name="paper_register"),
    path(
        "manage/sessions/<int:pk>/register/<int:booking_pk>/",
        correcting.correct_entry,
        name="correct_entry",
    ),
]
