"""Targeted emails: exactly those who were seen get exactly what was seen, once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses import mailings
from courses.models import Booking, Mailing
from courses.reaching import NO_ADDRESS, REQUEST_ENDED, SAME_ADDRESS, TOO_LONG_AGO, WITHDRAWN, reach
from courses.refusals import ListChanged, NotADraft, ToNobody
from courses.tests.factories import BookingFactory, SessionFactory, TrainingRequestFactory
from stepforward.audit.models import AuditEvent
from stepforward.outbox import sending
from stepforward.outbox.models import OutgoingEmail
from stepforward.people.models import Organisation
from stepforward.refusals import Refused
from stepforward.testing import person, signed_in_as
from stepforward.ui.wording import civil_date

pytestmark = pytest.mark.django_db
NOBODY = {"session": None, "course": None, "organisation": None, "since": None, "until": None, "groups": []}
CANCELLED = {"state": "cancelled", "ended_at": timezone.now()}
TEXT = "Hello {name},\n\nsee you on {day}."


@pytest.fixture
def session():
    return SessionFactory(starts_at=timezone.now() + timedelta(days=9))


def booked(session, name, email=None, **more):
    email = f"{name.lower()}@trust.example" if email is None else email
    return BookingFactory(session=session, name=name, email=email, **({"state": "booked"} | more))


def drafted(by, to="session", subject="News for {name}", text=TEXT, **whom):
    return mailings.draft(to=to, subject=subject, text=text, by=by, now=timezone.now(), **(NOBODY | whom))


def reached(mailing):
    found = reach(mailing, now=timezone.now())
    return [one.name for one in found.letters], {name: why for name, _, why in found.left_out}


def sent(mailing, by):
    seen = reach(mailing, now=timezone.now()).seen
    return mailings.send(mailing=mailing, seen=seen, by=by, now=timezone.now())


def test_a_sessions_people_get_it_and_who_is_left_out_is_said_with_the_reason(session, coordinator):
    booked(session, "Amy")
    booked(session, "Cai", email="")
    booked(session, "Dev", state="waiting", place_in_line=1)
    booked(session, "Eve", **CANCELLED)
    booked(session, "Fay", **CANCELLED)
    booked(session, "Fay")
    booked(SessionFactory(), "Somebody else")
    names, left_out = reached(drafted(coordinator, session=session, groups=["booked"]))
    assert names == ["Amy", "Fay"]
    assert left_out == {"Cai": NO_ADDRESS, "Eve": WITHDRAWN}
    assert reached(drafted(coordinator, session=session, groups=["booked", "waiting"]))[0] == [
        "Amy",
        "Dev",
        "Fay",
    ]


def test_somebody_in_several_sessions_gets_it_once(session, coordinator):
    booked(session, "Amy")
    later = SessionFactory(course=session.course, starts_at=session.starts_at + timedelta(days=7))
    booked(later, "Amy Chan", email="AMY@trust.example")
    booked(later, "Ben")
    day = civil_date(session.starts_at)
    whom = {"course": session.course, "since": day, "until": day + timedelta(days=7), "groups": ["booked"]}
    names, left_out = reached(drafted(coordinator, to="course", **whom))
    assert (names, left_out) == (["Amy", "Ben"], {"Amy Chan": SAME_ADDRESS})


def test_who_attended_and_who_did_not_are_told_apart(coordinator):
    past = SessionFactory(starts_at=timezone.now() - timedelta(days=9))
    booked(past, "Amy", attendance="attended")
    booked(past, "Ben", attendance="absent")
    assert reached(drafted(coordinator, session=past, groups=["attended"]))[0] == ["Amy"]
    assert reached(drafted(coordinator, session=past, groups=["absent"]))[0] == ["Ben"]


def test_nobody_is_reached_half_a_year_after_their_session(coordinator):
    for days, name in ((182, "Amy"), (184, "Ben")):
        booked(SessionFactory(starts_at=timezone.now() - timedelta(days=days, hours=3)), name)
    course = Booking.objects.get(name="Amy").session.course
    Booking.objects.get(name="Ben").session.__class__.objects.update(course=course)
    today = civil_date(timezone.now())
    whom = {"course": course, "since": today - timedelta(days=400), "until": today, "groups": ["booked"]}
    assert reached(drafted(coordinator, to="course", **whom)) == (["Amy"], {"Ben": TOO_LONG_AGO})


def test_those_who_wait_for_an_answer_are_found_by_organisation_and_by_when_they_asked(coordinator):
    now = timezone.now()
    trust = Organisation.objects.first()
    early = TrainingRequestFactory(
        contact_name="Amy", asked_at=now - timedelta(days=40), organisation=trust, other_organisation=""
    )
    late = TrainingRequestFactory(contact_name="Ben", asked_at=now - timedelta(days=2))
    TrainingRequestFactory(contact_name="Cai", asked_at=now, state="withdrawn", answered_at=now)
    TrainingRequestFactory(
        contact_name="Dev", asked_at=now, state="declined", reason="No room", answered_at=now
    )
    text = "Hello {name}, about {team}."
    since = civil_date(now - timedelta(days=9))
    assert reached(drafted(coordinator, to="requesters", text=text, since=since)) == (
        [late.contact_name],
        {"Cai": REQUEST_ENDED},
    )
    of_amy = drafted(coordinator, to="requesters", text=text, organisation=early.organisation)
    assert reached(of_amy) == (["Amy"], {})


@pytest.mark.parametrize(
    ("to", "whom"),
    [
        ("session", {}),
        ("session", {"groups": ["booked"]}),
        ("course", {"groups": ["booked"]}),
        ("requesters", {}),
    ],
)
def test_nothing_is_ever_drafted_to_everybody(to, whom, coordinator):
    with pytest.raises(ToNobody):
        drafted(coordinator, to=to, text="Hello {name}", **whom)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mailing.objects.create(
            to=to, subject="s", text="t", made_by=coordinator, made_at=timezone.now(), **(NOBODY | whom)
        )


def test_words_that_could_not_be_sent_are_no_draft(session, coordinator):
    with pytest.raises(Refused) as refused:
        drafted(coordinator, session=session, groups=["booked"], text="Hello {nmae}")
    assert refused.value.field == "text"
    assert "{name}" in refused.value.why


def test_each_gets_their_own_words_once_however_often_it_is_pressed(session, coordinator):
    booked(session, "Amy")
    booked(session, "Ben")
    mailing = drafted(coordinator, session=session, groups=["booked"])
    first = sent(mailing, coordinator)
    again = mailings.send(mailing=mailing, seen="anything", by=person("coordinator"), now=timezone.now())
    emails = OutgoingEmail.objects.filter(about="courses.Mailing").order_by("to_name")
    assert [(one.to_name, one.subject) for one in emails] == [
        ("Amy", "News for Amy"),
        ("Ben", "News for Ben"),
    ]
    assert emails[0].text.startswith("Hello Amy,\n\nsee you on ")
    assert (first.people, again.sent_by, again.state) == (2, coordinator, "sent")
    event = AuditEvent.objects.get(verb="mailing sent")
    assert (event.by, event.details) == (coordinator, {"to": "session", "people": 2, "left_out": 0})


@pytest.mark.parametrize("change", ["one more", "one fewer", "another name", "another time", "other words"])
def test_what_is_not_what_was_seen_is_not_sent(change, session, coordinator):
    amy, _ = booked(session, "Amy"), booked(session, "Ben")
    mailing = drafted(coordinator, session=session, groups=["booked"])
    seen = reach(mailing, now=timezone.now()).seen
    if change == "one more":
        booked(session, "Cai")
    elif change == "one fewer":
        Booking.objects.filter(pk=amy.pk).update(**CANCELLED)
    elif change == "another name":
        Booking.objects.filter(pk=amy.pk).update(name="Amy Chan")
    elif change == "another time":
        session.starts_at, session.ends_at = session.starts_at + timedelta(1), session.ends_at + timedelta(1)
        session.save()
    else:
        whom = NOBODY | {"session": session, "groups": ["booked"]}
        mailings.change(mailing=mailing, subject="Other news", text=TEXT, by=coordinator, **whom)
    with pytest.raises(ListChanged):
        mailings.send(mailing=mailing, seen=seen, by=coordinator, now=timezone.now())
    assert not OutgoingEmail.objects.filter(about="courses.Mailing").exists()


def test_it_can_be_stopped_for_two_minutes_and_then_goes(session, coordinator):
    booked(session, "Amy")
    mailing = sent(drafted(coordinator, session=session, groups=["booked"]), coordinator)
    email = OutgoingEmail.objects.get(about="courses.Mailing")
    assert email.due_at == mailing.sent_at + timedelta(minutes=2)
    assert not OutgoingEmail.objects.due(mailing.sent_at + timedelta(seconds=119)).exists()
    assert OutgoingEmail.objects.due(mailing.sent_at + timedelta(seconds=120)).get() == email
    assert mailings.stop(mailing=mailing, by=coordinator, now=timezone.now()) == 1
    email.refresh_from_db()
    mailing.refresh_from_db()
    assert (email.state, mailing.state, mailing.stopped_by) == ("withdrawn", "stopped", coordinator)
    with pytest.raises(NotADraft):
        mailings.stop(mailing=mailing, by=coordinator, now=timezone.now())
    with pytest.raises(NotADraft):
        whom = NOBODY | {"session": session, "groups": ["booked"]}
        mailings.change(mailing=mailing, subject="s", text="t", by=coordinator, **whom)


def test_a_thousand_people_cost_as_many_queries_as_one(coordinator):
    costs = []
    for people in (1, 1000):
        session = SessionFactory(starts_at=timezone.now() + timedelta(days=9))
        Booking.objects.bulk_create(
            Booking(
                session=session,
                name=f"Person {n}",
                email=f"p{n}@trust.example",
                state="booked",
                booked_at=timezone.now(),
                placed_at=timezone.now(),
            )
            for n in range(people)
        )
        mailing = drafted(coordinator, session=session, groups=["booked"])
        seen = reach(mailing, now=timezone.now()).seen
        with CaptureQueriesContext(connection) as queries:
            mailings.send(mailing=mailing, seen=seen, by=coordinator, now=timezone.now())
        costs.append(len(queries))
    assert costs == [7, 7]
    assert OutgoingEmail.objects.filter(about="courses.Mailing").count() == 1001


# --- Its pages ---


def page_of(user, mailing, status=200):
    response = signed_in_as(user).get(f"/manage/mailings/{mailing.pk}/")
    assert response.status_code == status
    return response.content.decode()


def test_from_a_sessions_page_to_its_people(session, coordinator):
    booked(session, "Amy")
    client = signed_in_as(coordinator)
    posted = {"session": session.pk, "groups": ["booked"], "subject": "Parking", "text": TEXT}
    drafted_at = client.post(f"/manage/sessions/{session.pk}/write/", posted)
    mailing = Mailing.objects.get()
    assert drafted_at.headers["Location"] == f"/manage/mailings/{mailing.pk}/"
    page = client.get(drafted_at.headers["Location"]).content.decode()
    assert "Send this to 1 person?" in page
    assert "Hello Amy," in page
    seen = reach(mailing, now=timezone.now()).seen
    for _ in range(2):
        client.post(f"/manage/mailings/{mailing.pk}/send/", {"seen": seen})
    assert OutgoingEmail.objects.filter(about="courses.Mailing").count() == 1
    assert "Stop it" in page_of(coordinator, mailing)


def test_a_list_that_changed_is_shown_again_and_nothing_is_sent(session, coordinator):
    booked(session, "Amy")
    mailing = drafted(coordinator, session=session, groups=["booked"])
    answer = signed_in_as(coordinator).post(f"/manage/mailings/{mailing.pk}/send/", {"seen": "old"})
    assert answer.status_code == 409
    assert "has changed since you looked" in answer.content.decode()
    assert not OutgoingEmail.objects.filter(about="courses.Mailing").exists()


def test_mistakes_lose_nothing(coordinator, session):
    client = signed_in_as(coordinator)
    for to, sentence in (
        ("requesters", "nothing is ever sent to everybody"),
        ("course", "Enter the first day"),
    ):
        answer = client.post(
            f"/manage/mailings/new/?to={to}",
            {"subject": "Kept", "text": "{nobody} kept", "until": "0001-01-01"},
        )
        assert answer.status_code == 422
        text = answer.content.decode()
        assert sentence in text or "The date must be after 1999" in text
        assert 'value="Kept"' in text
        assert "is not a placeholder of this email" in text
    assert client.post("/manage/mailings/new/?to=requesters", {}).status_code == 422
    assert client.get("/manage/mailings/new/?to=everybody").status_code == 200


def test_only_coordinators_write(session, coordinator):
    booked(session, "Amy")
    mailing = drafted(coordinator, session=session, groups=["booked"])
    for user, status in ((person("facilitator"), 403), (person("dean"), 403), (person(), 404), (None, 302)):
        client = signed_in_as(user)
        for path in ("", f"{mailing.pk}/", "new/", f"{mailing.pk}/edit/"):
            assert client.get(f"/manage/mailings/{path}").status_code == status
        for deed in ("send", "stop"):
            assert client.post(f"/manage/mailings/{mailing.pk}/{deed}/").status_code == status
    mailing.refresh_from_db()
    assert mailing.is_draft


@pytest.mark.parametrize("n", [1, 3, 25])
def test_the_list_costs_the_same_however_long(n, session, coordinator):
    booked(session, "Amy")
    for _ in range(n):
        sent(drafted(coordinator, session=session, groups=["booked"]), coordinator)
    client = signed_in_as(coordinator)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/manage/mailings/").status_code == 200
    assert len(queries) == 5
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/manage/mailings/{Mailing.objects.first().pk}/").status_code == 200
    assert len(queries) == 7


@pytest.mark.parametrize("n", [1, 3, 25])
def test_the_preview_costs_the_same_however_long(n, session, coordinator):
    for number in range(n):
        booked(session, f"Person{number}")
    mailing = drafted(coordinator, session=session, groups=["booked"])
    client = signed_in_as(coordinator)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/manage/mailings/{mailing.pk}/").status_code == 200
    assert len(queries) == 4


def test_what_failed_is_counted_and_said(session, coordinator):
    booked(session, "Amy")
    mailing = sent(drafted(coordinator, session=session, groups=["booked"]), coordinator)
    OutgoingEmail.objects.filter(about="courses.Mailing").update(state="failed", error="no", error_code=550)
    page = page_of(coordinator, mailing)
    assert "There is no such mailbox" in page
    assert "Stop it" not in page
    assert OutgoingEmail.objects.get(about="courses.Mailing").state == sending.State.FAILED
