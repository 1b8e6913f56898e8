"""Looking back on a session: the words are their writer's, time and costs are noted in the same save."""

from datetime import timedelta
from itertools import chain

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from courses import costs
from courses.models import Cost
from facilitators import certifying, timekeeping
from facilitators.growing import reflecting
from facilitators.models import Reflection, TimeSpent
from facilitators.refusals import NotDone, NotForYou
from facilitators.tests.factories import FacilitatorFactory, SessionFactory, ahead, assigned
from stepforward.audit.models import AuditEvent
from stepforward.outbox.models import OutgoingEmail
from stepforward.people.roles import Role
from stepforward.testing import person, reading_as, signed_in_as

pytestmark = pytest.mark.django_db
TIME = {"preparing": "1:30", "travelling": "45 min", "delivering": "2"}
WORDS = {"went_well": "The quiet-marker table spoke.", "would_change": "Less-marker talking."}
TAXI = {"kind": "travel", "pence": "23.50", "words": "Taxi"}


@pytest.fixture
def part(db):
    return assigned(FacilitatorFactory(), SessionFactory(state="open"))


def of(part):
    return f"/offers/{part.pk}/reflection/"


def keep(part, *, shared=False, paid=None, seen=0, now=None, by=None, **said):
    return reflecting.keep(
        assignment=part,
        shared=shared,
        minutes=timekeeping.usual(part),
        paid=paid,
        seen=seen,
        by=by or part.facilitator.user,
        now=now or part.session.ends_at,
        **{**WORDS, **said},
    )


# --- The verb ---


def test_one_save_keeps_the_words_the_time_and_one_cost(part):
    keep(part, paid={"kind": "travel", "words": "Taxi", "pence": 2350})
    reflection, cost = Reflection.objects.get(), Cost.objects.get()
    assert (reflection.went_well, reflection.shared) == (WORDS["went_well"], False)
    assert TimeSpent.objects.get().delivering == 120
    assert (cost.payer, cost.paid_by, cost.pence) == (part.facilitator.user, "facilitator", 2350)


def test_a_second_press_adds_the_cost_once_and_later_the_same_may_be_paid_again(part):
    coffee = {"kind": "refreshments", "words": "Coffee", "pence": 480}
    # when the same page is sent twice
    for _ in range(2):
        keep(part, paid=coffee, seen=0)
    assert Cost.objects.count() == 1
    # then whoever has seen the first may have paid as much again
    keep(part, paid=coffee, seen=Cost.objects.get().pk)
    assert Cost.objects.count() == 2


def test_saving_again_changes_the_words_and_keeps_when_they_were_written(part):
    first = keep(part)
    later = part.session.ends_at + timedelta(days=3)
    again = keep(part, went_well="Something else", shared=True, now=later)
    assert again.pk == first.pk
    assert (again.written_at, again.changed_at) == (part.session.ends_at, later)
    # when nothing is different nothing is noted
    keep(part, went_well="Something else", shared=True, now=later + timedelta(days=1))
    assert Reflection.objects.get().changed_at == later
    assert AuditEvent.objects.filter(verb="time noted").count() == 1


def test_words_that_are_taken_out_are_gone(part):
    keep(part)
    assert keep(part, went_well="", would_change="") is None
    assert not Reflection.objects.exists()
    assert AuditEvent.objects.filter(verb="reflection removed").exists()


def test_nobody_writes_for_another_nor_before_it_began_nor_of_what_was_called_off(part, coordinator):
    with pytest.raises(NotForYou):
        keep(part, by=coordinator)
    with pytest.raises(NotDone):
        keep(part, now=part.session.starts_at - timedelta(minutes=1))
    off = assigned(FacilitatorFactory(), SessionFactory(state="called_off"))
    with pytest.raises(NotDone):
        keep(off)
    assert not Reflection.objects.exists() and not Cost.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"went_well": "", "would_change": ""},
        {"went_well": "x" * 2001},
        {"would_change": "x" * 2001},
        {"changed_at": timezone.now() - timedelta(days=1)},
    ],
)
def test_the_database_refuses_nothing_said_too_much_and_changes_before_it_was_written(part, wrong):
    now = timezone.now()
    said = {"went_well": "Well", "written_at": now, "changed_at": now} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        Reflection.objects.create(assignment=part, **said)


# --- Who reads it ---


@pytest.mark.parametrize("shared", [True, False])
def test_others_read_it_only_where_it_is_shared(part, coordinator, programme_lead, dean, stranger, shared):
    keep(part, shared=shared)
    readers = {
        "oneself": part.facilitator.user,
        "coordinator": coordinator,
        "programme_lead": programme_lead,
        "dean": dean,
        "colleague": FacilitatorFactory().user,
        "stranger": stranger,
    }
    reads = {who for who, user in readers.items() if Reflection.objects.visible_to(user).exists()}
    assert reads == ({"oneself", "coordinator", "programme_lead"} if shared else {"oneself"})


def test_sharing_can_be_taken_back(part, coordinator):
    keep(part, shared=True)
    assert "quiet-marker" in reading_as(coordinator)("/reflections/")
    signed_in_as(part.facilitator.user).post(of(part), WORDS | TIME)
    assert "quiet-marker" not in reading_as(coordinator)("/reflections/")
    assert "Nobody has shared one yet" in reading_as(coordinator)("/reflections/")


def test_no_other_row_holds_the_words(part):
    """Neither the audit nor an email nor anything else that the database has."""
    signed_in_as(part.facilitator.user).post(of(part), WORDS | TIME | {"shared": "on"})
    signed_in_as(part.facilitator.user).post(of(part), WORDS | TIME)
    elsewhere = [one for one in apps.get_models() if one is not Reflection and one._meta.managed]
    rows = chain.from_iterable(one._base_manager.values() for one in elsewhere)
    assert not [row for row in rows if "-marker" in str(row)]
    said = [(one.verb, one.details["shared"]) for one in AuditEvent.objects.filter(verb__startswith="refl")]
    assert sorted(said) == [("reflection changed", False), ("reflection written", True)]


def test_neither_files_nor_pages_of_others_hold_the_words(part, coordinator):
    keep(part)
    oneself, keeper = reading_as(part.facilitator.user), reading_as(coordinator)
    person_, session = f"/facilitators/{part.facilitator_id}", f"/manage/sessions/{part.session_id}"
    for get, address in (
        (oneself, "/offers/?format=csv"),
        (oneself, "/portfolio/?since=2026-01-01&until=2026-12-31&format=csv"),
        (oneself, "/portfolio/?since=2026-01-01&until=2026-12-31"),
        (keeper, f"{person_}/"),
        (keeper, f"{person_}/portfolio/?since=2026-01-01"),
        (keeper, f"{session}/costs/"),
        (keeper, "/reflections/?format=csv"),
        (keeper, "/audit/"),
    ):
        assert "-marker" not in get(address), address


# --- The page ---


@pytest.mark.parametrize("kind", ["lead", "co_facilitator", "shadow", "observer"])
def test_whoever_had_a_part_looks_back_on_it_and_nobody_else(kind, coordinator, dean, stranger):
    part = assigned(FacilitatorFactory(), SessionFactory(state="open"), kind)
    people = (part.facilitator.user, FacilitatorFactory().user, coordinator, dean, stranger, None)
    got = [signed_in_as(user).get(of(part)).status_code for user in people]
    assert got == [200, 403, 403, 403, 404, 302]
    text = reading_as(part.facilitator.user)(of(part))
    assert 'value="2:00"' in text
    assert ("Delivering" in text) is (kind in {"lead", "co_facilitator"})


@pytest.mark.parametrize(
    ("state", "session"),
    [("declined", {}), ("accepted", {"starts_at": ahead(2)}), ("accepted", {"state": "called_off"})],
)
def test_a_part_not_taken_or_a_session_not_held_has_no_such_page(state, session):
    part = assigned(FacilitatorFactory(), SessionFactory(**{"state": "open", **session}), state=state)
    client = signed_in_as(part.facilitator.user)
    assert [client.get(of(part)).status_code, client.post(of(part), WORDS).status_code] == [403, 403]


def test_the_page_saves_it_all_and_says_who_can_read_it(part):
    client = signed_in_as(part.facilitator.user)
    for shared, thanks in (({}, "Only you can read"), ({"shared": "on"}, "programme leads can read")):
        answer = client.post(of(part), WORDS | TIME | shared, follow=True)
        assert thanks in answer.text
    assert "Your reflection" in answer.text and "How did it go?" not in answer.text
    text = client.get(of(part)).text
    for words in (*WORDS.values(), 'value="1:30"', "checked"):
        assert words in text
    only_time = assigned(
        part.facilitator, SessionFactory(starts_at=part.session.starts_at - timedelta(days=3))
    )
    assert "Your time is noted" in client.post(of(only_time), TIME, follow=True).text


def test_what_was_paid_is_listed_and_a_page_sent_twice_adds_it_once(part, coordinator):
    client = signed_in_as(part.facilitator.user)
    for _ in range(2):
        assert client.post(of(part), TIME | TAXI | {"seen": "0"}).status_code == 302
    paid = Cost.objects.get()
    other = {"paid_by": "facilitator", "payer": FacilitatorFactory().user}
    costs.add(
        session=part.session, kind="other", words="Pens", pence=1, by=coordinator, now=timezone.now(), **other
    )
    text = client.get(of(part)).text
    assert "Taxi, £23.50" in text and "Pens" not in text
    assert f'name="seen" value="{paid.pk}"' in text
    assert "Taxi" in reading_as(coordinator)(f"/manage/sessions/{part.session_id}/costs/")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"went_well": "x" * 2001}, "What went well must be 2000 characters or fewer"),
        ({"would_change": "a\x00b"}, "What you would change must"),
        ({"preparing": "soon"}, "Enter a length of time"),
        ({"travelling": "9" * 30}, "Enter a length of time"),
        ({"delivering": "101 hours"}, "The time must be"),
        ({"pence": "12"}, "Select what it was for"),
        ({"kind": "travel"}, "Enter how much it was"),
        ({"words": "Taxi"}, "Enter how much it was"),
        ({"kind": "other", "pence": "5"}, "Say what it was"),
        ({"kind": "king", "pence": "5"}, "Select what it was for"),
        ({"kind": "travel", "pence": "9" * 25}, "There is a problem"),
        ({"kind": "travel", "pence": "0"}, "The amount must be"),
    ],
)
def test_a_mistake_is_said_at_its_field_and_loses_nothing(said, sentence, part):
    answer = signed_in_as(part.facilitator.user).post(of(part), WORDS | TIME | {"shared": "on"} | said)
    assert answer.status_code == 422
    assert sentence in answer.text
    kept = {name: words for name, words in WORDS.items() if name not in said}
    assert all(words in answer.text for words in kept.values()) and "checked" in answer.text
    assert not (Reflection.objects.exists() or TimeSpent.objects.exists() or Cost.objects.exists())


@pytest.mark.parametrize("seen", ["", "a", "-1", "9" * 30, "a\x00b"])
def test_a_strange_page_number_of_costs_breaks_nothing(seen, part):
    answer = signed_in_as(part.facilitator.user).post(of(part), TIME | TAXI | {"seen": seen})
    assert answer.status_code in {302, 422}
    assert Cost.objects.count() == (answer.status_code == 302)


@pytest.mark.parametrize("n", [1, 3, 25])
def test_the_page_costs_the_same_however_much_was_paid(n, part, django_assert_num_queries):
    keep(part)
    own = {"paid_by": "facilitator", "payer": part.facilitator.user}
    for k in range(n):
        costs.add(session=part.session, kind="travel", pence=100 + k, by=None, now=timezone.now(), **own)
    client = signed_in_as(part.facilitator.user)
    with django_assert_num_queries(5):
        client.get(of(part))


# --- What leads to it ---


def test_the_email_with_the_certificate_leads_to_it():
    now = timezone.now()
    session = SessionFactory(starts_at=now - timedelta(days=2), state="delivered", delivered_at=now)
    part = assigned(FacilitatorFactory(), session)
    shadow = assigned(FacilitatorFactory(), session, "shadow")
    certifying.certify_due(now=now)
    email = OutgoingEmail.objects.get()
    assert email.to_email == part.facilitator.user.email
    assert of(part) in email.text
    # and who shadowed finds it beside their sessions
    assert of(shadow) in reading_as(shadow.facilitator.user)("/offers/")


# --- What is shared ---


def test_what_is_shared_is_read_by_who_may(part, coordinator, programme_lead, dean, stranger):
    keep(part, shared=True)
    colleague = FacilitatorFactory().user
    people = (coordinator, programme_lead, dean, part.facilitator.user, colleague, stranger, None)
    got = [signed_in_as(user).get("/reflections/").status_code for user in people]
    assert got == [200, 200, 403, 403, 403, 404, 302]
    assert "quiet-marker" in reading_as(programme_lead)("/reflections/")


def test_the_list_is_narrowed_by_course_and_person_and_names_nobody_who_shares_nothing(part, coordinator):
    keep(part, shared=True)
    other = assigned(FacilitatorFactory(), SessionFactory(course__code="other", course__name="Other"))
    silent = assigned(FacilitatorFactory(), SessionFactory(state="open"))
    keep(other, shared=True, went_well="Elsewhere")
    keep(silent)
    get = reading_as(coordinator)
    assert "Elsewhere" not in get(f"/reflections/?course={part.session.course_id}")
    text = get(f"/reflections/?person={other.facilitator_id}")
    assert "Elsewhere" in text and "quiet-marker" not in text
    assert silent.facilitator.user.name not in text
    for wrong in (f"person={silent.facilitator_id}", "person=" + "9" * 25, "course=x", "course=%00"):
        get(f"/reflections/?{wrong}", status=422)


@pytest.mark.parametrize("n", [1, 3, 25])
def test_the_list_costs_the_same_however_many_share(n, coordinator, django_assert_num_queries):
    for k in range(n):
        keep(
            assigned(FacilitatorFactory(), SessionFactory(starts_at=ahead(-2 - k))),
            shared=True,
            now=timezone.now(),
        )
    client = signed_in_as(coordinator)
    with django_assert_num_queries(6):
        client.get("/reflections/")


def test_who_runs_the_programme_and_facilitates_reads_their_own_too(part):
    both = person(Role.PROGRAMME_LEAD)
    both.roles = [Role.PROGRAMME_LEAD, Role.FACILITATOR]
    both.save()
    keep(assigned(FacilitatorFactory(user=both), part.session, "shadow"), shared=False)
    assert Reflection.objects.visible_to(both).count() == 1
    assert "quiet-marker" not in reading_as(both)("/reflections/")


# --- How confident one feels ---


def test_how_confident_one_feels_is_kept_and_can_be_taken_back(part):
    keep(part, confidence={"leading": (2, 4), "teaching": (3, 3)})
    keep(part, confidence={"leading": (2, 5)})
    said = part.confidence.values_list("area", "then", "now")
    assert list(said) == [("leading", 2, 5)]
    assert not AuditEvent.objects.filter(details__icontains="leading").exists()


def test_a_scale_wants_both_ends_and_loses_nothing(part):
    browser = signed_in_as(part.facilitator.user)
    half = TIME | WORDS | {"leading_then": "2", "teaching_then": "3", "teaching_now": "4"}
    page = browser.post(of(part), half)
    assert page.status_code == 422
    text = page.content.decode()
    assert "Choose a number for now: leading a team" in text
    assert 'name="teaching_now" value="4" checked' in text
    assert browser.post(of(part), half | {"leading_now": "7"}).status_code == 422
    assert browser.post(of(part), half | {"leading_now": "4"}).status_code == 302
    assert part.confidence.count() == 2
    assert 'name="leading_now" value="4" checked' in browser.get(of(part)).content.decode()


@pytest.mark.parametrize("pair", [{"then": 0, "now": 3}, {"then": 1, "now": 6}])
def test_the_database_keeps_confidence_on_its_scale(part, pair):
    with pytest.raises(IntegrityError), transaction.atomic():
        part.confidence.create(area="leading", **pair)


def test_a_portfolio_tells_of_growth_to_oneself_alone(part, coordinator):
    person = part.facilitator
    keep(part, confidence={"leading": (2, 4)})
    query = "?since=2000-01-01&until=2099-12-31"
    mine = signed_in_as(person.user).get(f"/portfolio/{query}").content.decode()
    assert "Leading a team" in mine
    assert "2 to 4 of 5, said after" in mine
    theirs = signed_in_as(coordinator).get(f"/facilitators/{person.pk}/portfolio/{query}").content.decode()
    assert "Leading a team" not in theirs
