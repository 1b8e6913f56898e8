"""The list of mailings, drafts that are not needed any more, and the page to book on in a mailing's text."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses import mailings
from courses.models import Mailing, Session
from courses.reaching import reach
from courses.refusals import NotADraft
from courses.tests.factories import BookingFactory, SessionFactory
from stepforward.audit.models import AuditEvent
from stepforward.people.links import absolute
from stepforward.people.roles import Role
from stepforward.testing import person, reading_as, signed_in_as

pytestmark = pytest.mark.django_db
NOBODY = {"session": None, "course": None, "organisation": None, "since": None, "until": None, "groups": []}
LIST = reverse("courses:mailings")


@pytest.fixture
def session():
    session = SessionFactory(starts_at=timezone.now() + timedelta(days=9))
    BookingFactory(session=session)
    return session


def drafted(by, subject, session, text="Hello {name}"):
    whom = NOBODY | {"session": session, "groups": ["booked"]}
    return mailings.draft(to="session", subject=subject, text=text, by=by, now=timezone.now(), **whom)


def sent(mailing, by):
    seen = reach(mailing, now=timezone.now()).seen
    return mailings.send(mailing=mailing, seen=seen, by=by, now=timezone.now())


def discard_page(mailing):
    return reverse("courses:discard_mailing", args=[mailing.pk])


def test_the_list_is_filtered_by_state_by_whom_and_by_words_and_so_are_its_files(coordinator, session):
    sent(drafted(coordinator, "Parking is closed", session), coordinator)
    drafted(coordinator, "Thank you", session)
    today = timezone.now().date()
    mailings.draft(
        to="requesters",
        subject="Parking, soon",
        text="Hi",
        by=coordinator,
        now=timezone.now(),
        **NOBODY | {"since": today},
    )
    read = reading_as(coordinator)

    def found(query):
        text = read(f"{LIST}?{query}")
        return [one for one in ("Parking is closed", "Thank you", "Parking, soon") if f">{one}</a>" in text]

    assert found("") == ["Parking is closed", "Thank you", "Parking, soon"]
    assert found("state=sent") == ["Parking is closed"]
    assert found("state=draft&to=session") == ["Thank you"]
    assert found("q=parking") == ["Parking is closed", "Parking, soon"]
    assert "No mailing fits" in read(f"{LIST}?q=nothing")
    file = read(f"{LIST}?state=draft&format=csv")
    assert "Thank you" in file and "closed" not in file


@pytest.mark.parametrize("query", ["state=lost", "to=everybody", "q=" + "a" * 10000, "q=%00"])
def test_a_filter_that_is_not_understood_gets_a_sentence(coordinator, query):
    assert signed_in_as(coordinator).get(f"{LIST}?{query}").status_code == 422
    assert signed_in_as(coordinator).get(f"{LIST}?{query}&format=csv").status_code == 422


def test_a_draft_is_discarded_for_good_and_that_is_audited(coordinator, session):
    draft, desk = drafted(coordinator, "Thank you", session), signed_in_as(coordinator)
    assert "Discard this draft" in desk.get(reverse("courses:mailing", args=[draft.pk])).content.decode()
    answer = desk.post(discard_page(draft), follow=True)
    assert "The draft “Thank you” is discarded. Nobody got it." in answer.content.decode()
    assert not Mailing.objects.exists()
    assert AuditEvent.objects.filter(verb="mailing discarded").count() == 1
    assert desk.post(discard_page(draft)).status_code == 404


def test_what_was_sent_stays(coordinator, session):
    mailing = sent(drafted(coordinator, "Thank you", session), coordinator)
    with pytest.raises(NotADraft):
        mailings.discard(mailing=mailing, by=coordinator)
    desk = signed_in_as(coordinator)
    assert "it stays as the record of it" in desk.post(discard_page(mailing), follow=True).content.decode()
    assert "Discard" not in desk.get(reverse("courses:mailing", args=[mailing.pk])).content.decode()
    assert Mailing.objects.get() == mailing


def test_only_who_writes_mailings_discards_one_and_only_by_post(coordinator, dean, stranger, session):
    draft = drafted(coordinator, "Thank you", session)
    everybody = [dean, person(Role.FACILITATOR), stranger, None]
    assert [signed_in_as(one).post(discard_page(draft)).status_code for one in everybody] == [
        403,
        403,
        404,
        302,
    ]
    assert signed_in_as(coordinator).get(discard_page(draft)).status_code == 405
    assert Mailing.objects.exists()


@pytest.mark.parametrize(
    ("stands", "told"),
    [
        ({}, True),
        ({"visibility": "hidden"}, False),
        ({"visibility": "invitation"}, False),
        ({"state": "planned"}, False),
    ],
)
def test_a_mailing_may_carry_the_page_to_book_on_where_everybody_may(coordinator, session, stands, told):
    Session.objects.update(**stands)
    draft = drafted(coordinator, "Tell others", session, "Pass it on:\n{book_page}\n\nThank you")
    (letter,) = reach(draft, now=timezone.now()).letters
    page = absolute("courses:session", session.pk)
    assert letter.text == (f"Pass it on:\n{page}\n\nThank you\n" if told else "Pass it on:\n\nThank you\n")


def test_those_who_wait_for_an_answer_have_no_such_page(coordinator):
    page = reverse("courses:write_mailing")
    words = {"subject": "Soon", "text": "{book_page}", "since": f"{timezone.now():%Y-%m-%d}"}
    answer = signed_in_as(coordinator).post(f"{page}?to=requesters", words)
    assert answer.status_code == 422
    assert "{book_page} is not a placeholder of this email" in answer.content.decode()
