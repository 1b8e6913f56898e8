"""Which people are shown as perhaps one, and why; and that finding them does not cost what all pairs cost."""

from itertools import combinations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.models import Booking, TwoPeople
from courses.people import alike, apart
from courses.people.alike import Somebody, compare, one_slip, pairs, sound_of, words_of
from courses.refusals import SamePerson
from courses.tests.factories import BookingFactory, SessionFactory
from stepforward.audit.models import AuditEvent
from stepforward.people.models import Organisation
from stepforward.people.roles import Role
from stepforward.testing import person, reading_as, signed_in_as


def somebody(name, email, where=1, pk=0):
    return Somebody.of(pk, name, email, where, "")


def why(one, other):
    pair = compare(somebody(*one), somebody(*other))
    return pair.why if pair else ""


SIMILAR = "Similar names, same organisation"


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (("Sarah Khan", "s@a.example"), ("Dr Sarah Khan", "k@b.example", 2), "Same name"),
        (("Zoë Łęcka", "s@a.example"), ("ZOE ŁECKA", "k@b.example"), "Same name, same organisation"),
        (("Khan, Sarah", "s@a.example"), ("Sarah Khan", "k@b.example"), "Same name, same organisation"),
        (("Siân O’Neill", "s@a.example"), ("Sian O'Neill", "k@b.example", 2), "Same name"),
        (("Sarah Khan", "s@a.example"), ("Sara Khan", "k@b.example"), SIMILAR),
        (("Sarah Khan", "s@a.example"), ("S Khan", "k@b.example"), SIMILAR),
        (("Sarah Khan", "s@a.example"), ("Sarah Khan-Jones", "k@b.example"), SIMILAR),
        (("Sarah Jane Khan", "s@a.example"), ("Sarah Khan", "k@b.example"), SIMILAR),
        (("Mohammed Ali", "s@a.example"), ("Muhamad Ali", "k@b.example"), SIMILAR),
        (("Agata Wojcik", "s@a.example"), ("Agata Wojick", "k@b.example"), SIMILAR),
        (("Sarah Khan", "s@a.example"), ("Sara Khan", "k@b.example", 2), ""),
        (("Sarah Khan", "s@a.example"), ("Sara Khan", "k@b.example", None), ""),
        (("Tim Brown", "s@a.example"), ("Tom Brown", "k@b.example"), ""),
        (("Sarah Khan", "s@a.example"), ("Amara Osei", "k@b.example"), ""),
        (("Sarah Khan", "sarah.khan@a.example"), ("S", "SarahKhan2@b.example", 2), "Similar addresses"),
        (("Sarah Khan", "sarah.khan@a.example"), ("S", "sarahkhan+nhs@a.example", 2), "Similar addresses"),
        (("Sarah Khan", "sarah.khan@a.example"), ("S", "sarah.khan2@a.example", 2), ""),
        (("A", "training@a.example"), ("B", "training@b.example", 2), ""),
        (("A", "sk@a.example"), ("B", "sk@b.example", 2), ""),
        (("Sarah Khan", "sarah.khan@a.example"), ("Sarah Khan", "sarah.khan@b.example"),
         "Same name, same organisation, similar addresses"),
    ],
)  # fmt: skip
def test_why_two_may_be_one(one, other, reason):
    assert why(one, other) == why(other, one) == reason


def test_two_signs_are_likely_and_a_number_in_the_address_speaks_against():
    sarah = somebody("Sarah Khan", "sarah.khan@a.example")
    assert compare(sarah, somebody("Sarah Khan", "x@b.example")).is_likely
    assert compare(sarah, somebody("Sarah Khan", "sarahkhan@b.example", 2)).is_likely
    assert compare(sarah, somebody("Sara Khan", "sarah.khan7@b.example")).is_likely
    # given the number that a mail system adds where a name is there already
    assert not compare(sarah, somebody("Sarah Khan", "sarah.khan2@a.example")).is_likely
    assert not compare(sarah, somebody("Sarah Khan", "x@b.example", 2)).is_likely


@pytest.mark.parametrize(
    ("word", "other", "is_one"),
    [("khan", "kahn", True), ("khan", "khann", True), ("khan", "khn", True), ("khan", "kham", True),
     ("khan", "ahkn", False), ("khan", "khan", False), ("khan", "kaahn", False), ("", "a", True)],
)  # fmt: skip
def test_one_slip_of_the_pen(word, other, is_one):
    assert one_slip(word, other) is one_slip(other, word) is is_one


def test_names_are_heard():
    assert len({sound_of(one) for one in ("mohammed", "muhamad", "mohamed")}) == 1
    assert sound_of("stephen") == sound_of("steven")
    assert words_of("Prof. Zoë  O'Neill-Khan") == ("zoe", "oneill", "khan")
    assert words_of("") == words_of("Dr") == ()


NAMES = st.lists(st.sampled_from(["sara", "sarah", "khan", "kahn", "jones", "s"]), max_size=3).map(" ".join)
ADDRESSES = st.sampled_from(["sarah.khan", "sarahkhan2", "sk", "s.jones", "sjones+a", "office"])
PEOPLE = st.lists(
    st.tuples(NAMES, ADDRESSES, st.sampled_from(["a", "b"]), st.sampled_from([None, 1, 2])), max_size=12
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(PEOPLE)
def test_looking_only_where_a_key_is_shared_misses_no_pair(said):
    everybody = [
        somebody(name, f"{local}@{domain}.example", where, pk)
        for pk, (name, local, domain, where) in enumerate(said)
    ]
    wanted = {(b.pk, a.pk) for a, b in combinations(everybody, 2) if compare(a, b)}
    found = pairs(everybody)
    assert {(pair.one.pk, pair.other.pk) for pair in found} == wanted
    assert [pair.weight for pair in found] == sorted((pair.weight for pair in found), reverse=True)


def test_a_name_that_many_have_pairs_nobody_by_itself():
    many = [somebody("Sarah Khan", f"{n}@x.example", n, n) for n in range(alike.MANY + 1)]
    assert pairs(many) == []
    assert len(pairs(many[1:])) == alike.MANY * (alike.MANY - 1) // 2


# --- In the database ---


@pytest.fixture
def two(db):
    """One person twice, by every sign."""
    trust = Organisation.objects.get(ods_code="RM3")
    one = BookingFactory(name="Sarah Khan", email="sarah.khan@trust.example", organisation=trust)
    other = BookingFactory(name="Sara Khan", email="Sarah.Khan@home.example", organisation=trust)
    BookingFactory(name="Tom Brown", organisation=trust)
    BookingFactory(name="Sarah Khan", email="", organisation=trust)
    return one, other


def test_who_was_found_is_found_from_their_own_page_too(two):
    one, other = two
    [pair] = alike.look_alikes()
    assert (pair.one.pk, pair.other.pk) == (other.pk, one.pk)
    assert alike.like(one) == alike.like(other) == [pair]
    assert alike.like(Booking.objects.get(email="")) == []


def test_an_address_alone_is_found_by_its_letters(db):
    one = BookingFactory(name="A", email="s.a.khan@a.example")
    other = BookingFactory(name="B", email="1sakhan9+x@b.example")
    BookingFactory(name="C", email="sakhans@b.example")
    assert [pair.why for pair in alike.like(one)] == ["Similar addresses"]
    assert alike.like(one) == alike.like(other) == alike.look_alikes()


def test_two_people_are_remembered_by_their_addresses_and_it_can_be_taken_back(two, coordinator):
    # given two who were said to be two
    one, other = two
    apart.say_apart(one=one, other=other, by=coordinator)
    apart.say_apart(one=other, other=one, by=coordinator)
    assert TwoPeople.objects.count() == 1
    # when one of them books again
    again = BookingFactory(session=SessionFactory(), name="Sarah Khan", email=one.email)
    # then they stay two, whichever booking speaks for them, until that is taken back
    assert alike.look_alikes() == []
    apart.say_apart(one=again, other=other, by=coordinator)
    assert TwoPeople.objects.count() == 1
    assert apart.take_back(one=again, other=other, by=coordinator)
    assert not apart.take_back(one=again, other=other, by=coordinator)
    assert len(alike.look_alikes()) == 1
    verbs = AuditEvent.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["said to be two people", "not said to be two people any more"]


def test_nobody_is_two_people_with_oneself(two, coordinator):
    one, _ = two
    again = BookingFactory(session=SessionFactory(), email=one.email.upper())
    for other in (one, again):
        with pytest.raises(SamePerson):
            apart.say_apart(one=one, other=other, by=coordinator)


@pytest.fixture
def read(coordinator):
    return reading_as(coordinator)


LIST = reverse("courses:look_alikes")


def compared(one, other):
    return reverse("courses:merge_people", args=[one.pk, other.pk])


def test_the_coordinator_sees_them_says_two_and_takes_it_back(two, coordinator, read):
    one, other = two
    desk = signed_in_as(coordinator)
    assert "Similar names, same organisation, similar addresses" in read(LIST)
    say_apart, take_back = (
        reverse(f"courses:{deed}", args=[one.pk, other.pk]) for deed in ("say_apart", "take_apart_back")
    )
    page = read(compared(one, other))
    assert "differs" in page
    assert f'action="{say_apart}"' in page
    desk.post(say_apart)
    assert "Nobody looks like somebody else" in read(LIST)
    assert "home.example" in read(f"{LIST}?tab=apart")
    page = read(compared(one, other))
    assert "Make one of them" not in page
    assert f'action="{take_back}"' in page
    desk.post(take_back)
    assert "home.example" in read(f"{LIST}?format=csv")
    assert "Similar names" in read(reverse("courses:person", args=[one.pk]))


def test_nothing_is_compared_with_itself_or_with_who_left_no_address(two, read):
    one, other = two
    nobody = Booking.objects.get(email="")
    again = BookingFactory(session=SessionFactory(), email=one.email)
    for pair in ((one, one), (one, again), (one, nobody), (nobody, other)):
        read(compared(*pair), status=404)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.COORDINATOR, 200),
        (Role.FACILITATOR, 403),
        (Role.DEAN, 403),
        (Role.PROGRAMME_LEAD, 403),
        (None, 404),
    ],
)
def test_only_who_keeps_people_compares_them(two, role, status):
    client = signed_in_as(person(role))
    assert client.get(LIST).status_code == client.get(compared(*two)).status_code == status
    for deed in ("say_apart", "take_apart_back"):
        answer = client.post(reverse(f"courses:{deed}", args=[one.pk for one in two]))
        assert answer.status_code == (302 if status == 200 else status)
    assert client.get(reverse("courses:say_apart", args=[one.pk for one in two])).status_code in {405, status}


@pytest.mark.parametrize("number", [1, 3, 25])
def test_the_pages_cost_the_same_however_many_there_are(read, number, db):
    for n in range(number):
        for name in ("Sarah", "Sara"):
            BookingFactory(name=f"{name} Khan{n}", organisation=Organisation.objects.first())
    with CaptureQueriesContext(connection) as queries:
        read(f"{LIST}?tab=possible")
    assert len(queries) == 4  # who asks (2), everybody, who was said to be two
    with CaptureQueriesContext(connection) as queries:
        read(compared(*Booking.objects.order_by("pk")[:2]))
    assert len(queries) == 11


def test_four_times_the_people_are_compared_about_four_times_as_often():
    """Quadratic would be sixteen. There are as many namesakes in each organisation at every size."""

    def comparisons(size):
        crowd = [
            somebody(f"First{n % (size // 10)} Last{n % 97}", f"{n}@x.example", n % (size // 50), n)
            for n in range(size)
        ]
        return sum(len(group) * (len(group) - 1) for group in alike.groups(crowd))

    assert 0 < comparisons(8000) < 6 * comparisons(2000)
