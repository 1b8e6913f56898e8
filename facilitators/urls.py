from django.urls import path

from facilitators.views import (
    availability,
    busy_calendars,
    feed,
    inviting,
    offers,
    programme_calendar,
    roster,
    sessions,
    team,
    time,
)

app_name = "facilitators"
urlpatterns = [
    path("availability/", availability.availability_page, name="availability"),
    path("availability/limit/", availability.monthly_limit, name="monthly_limit"),
    path("availability/calendars/", busy_calendars.own_calendars, name="busy_calendars"),
    path("availability/calendars/<int:pk>/try/", busy_calendars.try_calendar, name="try_calendar"),
    path("availability/calendars/<int:pk>/remove/", busy_calendars.remove_calendar, name="remove_calendar"),
    path("offers/", offers.offers, name="offers"),
    path("offers/<int:pk>/time/", time.time_spent, name="time_spent"),
    path("offers/<int:pk>/answer/", offers.answer, name="answer"),
    path("offers/<str:token>/", offers.offer_link, name="offer_link"),
    path("calendar/renew/", feed.renew_feed, name="renew_feed"),
    path("calendar/withdraw/", feed.withdraw_feed, name="withdraw_feed"),
    path("calendar/<str:token>.ics", feed.calendar, name="calendar"),
    path("calendar/sessions/", programme_calendar.page, name="programme_calendar_page"),
    path("calendar/sessions/renew/", programme_calendar.renew, name="renew_programme_calendar"),
    path("calendar/sessions/withdraw/", programme_calendar.withdraw, name="withdraw_programme_calendar"),
    path("calendar/sessions/<str:token>.ics", programme_calendar.feed, name="programme_calendar"),
    path("facilitators/", roster.roster, name="roster"),
    path("facilitators/invite/", inviting.invite, name="invite"),
    path("facilitators/<int:pk>/", roster.facilitator, name="facilitator"),
    path("manage/sessions/<int:pk>/change/", sessions.change_session, name="change_session"),
    path("manage/sessions/<int:pk>/call-off/", sessions.call_off_session, name="call_off_session"),
    path("manage/sessions/<int:pk>/revive/", sessions.revive_session, name="revive_session"),
    path("manage/sessions/<int:pk>/team/", team.staff_session, name="staff_session"),
    path("manage/sessions/<int:pk>/team/offer/", team.offer, name="offer"),
    path("manage/sessions/<int:pk>/team/<int:assignment_pk>/stand-down/", team.stand_down, name="stand_down"),
    path("manage/sessions/<int:pk>/team/confirm/", team.confirm, name="confirm"),
]
