"""A portfolio: its figures are a plain count over the rows, its PDF says what its page says, and what is
private is in it only where its writer says so."""

import csv
import io
import re
from datetime import date, timedelta
from html import unescape
from random import Random

import pytest
from django.utils import timezone

from courses.models import Certificate, Headcount
from courses.tests.factories import BookingFactory, CourseFactory, TrainingRequestFactory
from courses.tests.test_certificate_pages import streams
from courses.tests.test_register_papers import said_in
from facilitators import certifying
from facilitators.growing import observing, portfolio, portfolio_papers, stages
from facilitators.models import Assignment, Reflection, TimeSpent
from facilitators.tests.factories import FacilitatorFactory, SessionFactory, accredited, ahead, assigned
from stepforward.people.models import Organisation
from stepforward.testing import reading_as, signed_in_as
from stepforward.ui.wording import civil_date, moment_of, say_date

pytestmark = pytest.mark.django_db
SEEN = {"seen": "Led the seen-marker case.", "strengths": "Calm-marker.", "work_on": "Time-marker."}
YEAR = {"since": civil_date(ahead(-365)), "until": civil_date(timezone.now())}
PARTS = list(Assignment.Part)


@pytest.fixture
def facilitator(db):
    return FacilitatorFactory(user__name="Zoë Łęcka")


def did(facilitator, part="lead", *, days=10, came=2, heads=0, minutes=None, state="delivered", **session):
    """A part in a session so many days ago, with who came, who did not, and how long it took."""
    at = ahead(-days)
    delivered = {"state": state, "delivered_at": at if state == "delivered" else None}
    session = SessionFactory(starts_at=at, **(delivered | session))
    BookingFactory.create_batch(came, session=session, attendance="attended")
    BookingFactory(session=session, attendance="absent")
    if heads:
        Headcount.objects.create(session=session, staff_group="", n=heads)
    one = assigned(facilitator, session, part)
    if minutes is not None:
        noted = {"noted_by": facilitator.user, "noted_at": at}
        TimeSpent.objects.create(assignment=one, preparing=1, travelling=2, delivering=minutes - 3, **noted)
    return one


def reflected(one, **said):
    now = timezone.now()
    said = {"went_well": "Went-marker well.", "would_change": "Change-marker.\n\n#panic() *x*"} | said
    return Reflection.objects.create(assignment=one, written_at=now, changed_at=now, **said)


def read(facilitator, *, for_oneself=True, now=None, **said):
    now = now or timezone.now()
    return portfolio.read(facilitator, for_oneself=for_oneself, now=now, **(YEAR | said))


def plainly(text):
    """The words of a page or a PDF, one space between."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


# --- The figures ---


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_figures_are_a_plain_count_over_the_rows(seed, facilitator):
    # given sessions of every kind, of every part, in and out of the period
    rng = Random(seed)
    for n in range(12):
        did(
            facilitator,
            rng.choice(PARTS),
            days=rng.choice([3, 40, 200, 355, 500]) + n,
            came=rng.randint(0, 3),
            heads=rng.choice([0, 7]),
            minutes=rng.choice([None, 95, 250]),
            state=rng.choice(["delivered", "delivered", "open", "called_off"]),
        )
    did(FacilitatorFactory(), days=5)
    # when each is counted by hand
    sessions, people, minutes = 0, 0, 0
    for one in Assignment.objects.filter(facilitator=facilitator):
        day = civil_date(one.session.starts_at)
        if one.session.state != "delivered" or not YEAR["since"] <= day <= YEAR["until"]:
            continue
        sessions += 1
        if one.part in {"lead", "co_facilitator"}:
            people += sum(
                booking.state == "booked" and booking.attendance == "attended"
                for booking in one.session.bookings.all()
            )
            people += sum(row.n for row in one.session.headcounts.all())
        spent = TimeSpent.objects.filter(assignment=one).first()
        minutes += spent.preparing + spent.travelling + spent.delivering if spent else 120
    # then the portfolio says the same, and so do its parts together
    found = read(facilitator)
    assert len(found.did) == sessions
    assert sum(one.people or 0 for one in found.did) == people
    assert sum(one.minutes for one in found.did) == minutes
    assert [one for _, _, rows in found.parts for one in rows] == found.did
    if sessions:
        assert found.said_totals.startswith(f"{sessions} session")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "0 sessions, no hours"),
        ([("lead", 1, 60)], "1 session, 1 person, 1 hour"),
        (
            [("lead", 3, 60), ("co_facilitator", 0, 75), ("shadow", 9, 120)],
            "3 sessions, 3 people, 4 hours 15 minutes",
        ),
        ([("observer", 9, 120)], "1 session, 2 hours"),
    ],
)
def test_the_totals_are_said_in_words(rows, words, facilitator):
    for n, (part, came, minutes) in enumerate(rows):
        did(facilitator, part, days=3 + n, came=came, minutes=minutes)
    assert read(facilitator).said_totals == words


def test_its_days_are_london_s_and_both_ends_count(facilitator):
    day = date(2026, 7, 1)
    for at in (moment_of(day), moment_of(day + timedelta(days=1)), moment_of(day) - timedelta(hours=6)):
        session = SessionFactory(
            starts_at=at, ends_at=at + timedelta(minutes=30), state="delivered", delivered_at=at
        )
        assigned(facilitator, session)
    now = moment_of(date(2026, 8, 1))
    for until, sessions in ((day, 1), (day + timedelta(days=1), 2)):
        assert len(read(facilitator, since=day, until=until, now=now).did) == sessions


def test_what_waits_for_its_register_is_told_and_not_counted(facilitator):
    did(facilitator, state="open", days=4)
    did(facilitator, days=9)
    assert len(read(facilitator).did) == 1
    assert "1 more session waits for that." in read(facilitator).how_counted[0]
    did(facilitator, state="open", days=14)
    assert "2 more sessions wait for that." in read(facilitator).how_counted[0]


def test_each_session_says_for_whom_and_where(facilitator):
    trust, other = Organisation.objects.all()[:2]
    asked = TrainingRequestFactory(organisation=other, other_organisation="", setting="theatres")
    written = TrainingRequestFactory()
    for n, session in enumerate(
        [{"organisation": trust, "request": asked}, {"request": asked}, {"request": written}, {}]
    ):
        did(facilitator, days=3 + n, **session)
    said = [(one.organisation, one.setting) for one in read(facilitator).did]
    assert said == [
        (trust.name, "Theatres or critical care"),
        (other.name, "Theatres or critical care"),
        ("St Elsewhere Hospice", "Hospital ward or clinic"),
        ("Not said", "Setting not said"),
    ]


# --- The page ---


@pytest.fixture
def whole(facilitator):
    """Somebody with a stage, three sessions, an observation, two reflections and certificates."""
    course = CourseFactory()
    lead = accredited("lead", course=course)
    begun = {"since": date(2026, 1, 5), "by": None, "now": ahead(-300)}
    held = stages.begin(facilitator=facilitator, course=course, stage="co_facilitator", **begun)
    one = did(facilitator, "co_facilitator", days=5, heads=11, minutes=200)
    assigned(lead, one.session, "lead")
    observing.write(assignment=one, ready=True, by=lead.user, now=timezone.now(), **SEEN)
    did(facilitator, "shadow", days=30)
    old = did(facilitator, "co_facilitator", days=60, minutes=150)
    reflected(one)
    reflected(old, went_well="Other-marker.", would_change="", shared=True)
    certifying.certify_due(now=timezone.now())
    return held


def test_one_s_own_holds_it_all_but_reflections_only_where_ticked(whole):
    get, one = reading_as(whole.facilitator.user), Reflection.objects.get(shared=False)
    text = get("/portfolio/")
    code = Certificate.objects.filter(holder=whole.facilitator.user).first().said_code
    for words in (
        "3 sessions, 15 people",
        "Co-facilitator",
        "Led the seen-marker case.",
        "Time-marker.",
        code,
    ):
        assert words in text, words
    assert "Known as co-facilitator from before" in text
    assert not any(words in text for words in ("Went-marker", "Change-marker", "Other-marker"))
    text = get(f"/portfolio/?include={one.pk}")
    assert "Went-marker well." in text and "Other-marker" not in text


def test_coordinators_see_it_without_what_is_private(whole, coordinator):
    get, address = reading_as(coordinator), f"/facilitators/{whole.facilitator_id}/portfolio/"
    ticked = "&".join(f"include={one.pk}" for one in Reflection.objects.all())
    text = get(f"{address}?{ticked}")
    assert "3 sessions, 15 people" in text
    assert "-marker" not in text
    assert f"/reflections/?person={whole.facilitator_id}" in text
    get(f"/reflections/?person={whole.facilitator_id}")


@pytest.mark.parametrize("end", ["", "pdf/"])
def test_each_page_is_for_those_it_is_for(end, whole, coordinator, programme_lead, dean, stranger):
    another = FacilitatorFactory().user
    people = [whole.facilitator.user, another, coordinator, programme_lead, dean, stranger, None]
    own = [signed_in_as(user).get(f"/portfolio/{end}").status_code for user in people]
    assert own == [200, 200, 403, 403, 403, 404, 302]
    theirs = f"/facilitators/{whole.facilitator_id}/portfolio/{end}"
    assert [signed_in_as(user).get(theirs).status_code for user in people] == [
        302,
        403,
        200,
        403,
        403,
        404,
        302,
    ]
    oneself = signed_in_as(whole.facilitator.user).get(f"{theirs}?until=2026-01-01")
    assert oneself["location"] == f"/portfolio/{end}?until=2026-01-01"


def test_who_has_done_nothing_yet_is_told_so(facilitator):
    text = reading_as(facilitator.user)("/portfolio/")
    assert "0 sessions" in text and "No session in this period" in text
    assert portfolio_papers.pdf(read(facilitator), now=timezone.now()).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("since=2026-13-01", "Enter a real date"),
        ("since=", "Enter the first day"),
        ("until=a%00b", "Enter a real date"),
        ("until=9999-12-31", "The date must be before 2100"),
        ("since=2026-02-01&until=2026-01-01", "The last day must be the same as or after the first"),
        ("include=king", "Select reflections from the list"),
        ("include=" + "9" * 25, "Select reflections from the list"),
        ("include=%00", "Select reflections from the list"),
    ],
)
def test_a_period_or_choice_that_cannot_be_is_said_at_its_field(asked, sentence, whole):
    client = signed_in_as(whole.facilitator.user)
    for kind in ("", "&format=csv"):
        answer = client.get(f"/portfolio/?{asked}{kind}")
        assert (answer.status_code, sentence in unescape(answer.text)) == (422, True)
    assert client.get(f"/portfolio/pdf/?{asked}")["location"].startswith("/portfolio/?")


def test_nobody_puts_another_s_reflection_into_theirs(whole):
    other = FacilitatorFactory()
    theirs = Reflection.objects.first().pk
    for address in (f"/portfolio/?include={theirs}", f"/portfolio/pdf/?include={theirs}"):
        answer = signed_in_as(other.user).get(address)
        assert answer.status_code in {422, 302} and "-marker" not in answer.text


def test_a_tick_outside_the_period_stays_out(whole):
    old = Reflection.objects.get(shared=True)
    since = civil_date(ahead(-20))
    text = reading_as(whole.facilitator.user)(f"/portfolio/?since={since}&include={old.pk}")
    assert "Other-marker" not in text and f'value="{old.pk}"' not in text


def test_the_file_has_a_row_for_each_session(whole, coordinator):
    for user, address in (
        (whole.facilitator.user, "/portfolio/"),
        (coordinator, f"/facilitators/{whole.facilitator_id}/portfolio/"),
    ):
        rows = list(csv.DictReader(io.StringIO(reading_as(user)(f"{address}?format=csv").lstrip("\ufeff"))))
        assert [
            (row["Part"], row["People reached"], row["Hours"], row["Hours were noted"]) for row in rows
        ] == [
            ("Co-facilitator", "13", "3.33", "Yes"),
            ("Co-facilitator", "2", "2.50", "Yes"),
            ("Shadow", "", "2.00", "No"),
        ]


@pytest.mark.parametrize("n", [1, 3, 25])
def test_pages_cost_the_same_however_much_was_done(n, facilitator, coordinator, django_assert_num_queries):
    lead = accredited("lead", course=CourseFactory())
    for k in range(n):
        one = did(facilitator, "co_facilitator", days=3 + k, came=1, request=TrainingRequestFactory())
        assigned(lead, one.session, "lead")
        observing.write(assignment=one, ready=True, by=lead.user, now=timezone.now(), **SEEN)
        reflected(one, shared=True)
    certifying.certify_due(now=timezone.now())
    ticked = "&".join(f"include={one.pk}" for one in Reflection.objects.all())
    oneself, keeper = signed_in_as(facilitator.user), signed_in_as(coordinator)
    for client, queries, address in (
        (oneself, 13, f"/portfolio/?{ticked}"),
        (oneself, 12, f"/portfolio/pdf/?{ticked}"),
        (keeper, 11, f"/facilitators/{facilitator.pk}/portfolio/"),
        (keeper, 10, f"/facilitators/{facilitator.pk}/portfolio/pdf/"),
    ):
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200


# --- On paper ---


def test_the_pdf_says_the_same_as_the_page(whole, tmp_path):
    ticked = "&".join(f"include={one.pk}" for one in Reflection.objects.all())
    client = signed_in_as(whole.facilitator.user)
    page, paper = client.get(f"/portfolio/?{ticked}"), client.get(f"/portfolio/pdf/?{ticked}")
    on_page, on_paper = plainly(page.text), said_in(paper.content, tmp_path)
    found = page.context["portfolio"]
    words = [found.said_totals, found.said_period, *found.how_counted]
    words += [f"{part.label}: {totals}" for part, totals, _ in found.parts]
    words += [one.said_code for one in found.certificates]
    words += [text for one in found.observations for text in (one.seen, one.strengths, one.work_on)]
    words += ["Went-marker well.", "#panic() *x*", "Other-marker."]
    for said in words:
        # a line that wraps within a hyphenated word is one word again
        assert squeezed(said) in squeezed(on_paper), said
        assert squeezed(said.replace(": ", " ")) in squeezed(on_page.replace(": ", " ")), said
    for one in found.did:
        line = next(
            row for row in on_paper.splitlines() if row.split()[:3] == say_date(one.session.starts_at).split()
        )
        assert one.said_people.split()[0] in line and one.said_time.split()[0] in line


def squeezed(text):
    return re.sub(r"\s+", "", text)


def test_the_coordinator_s_pdf_holds_nothing_private(whole, coordinator, tmp_path):
    ticked = "&".join(f"include={one.pk}" for one in Reflection.objects.all())
    paper = signed_in_as(coordinator).get(f"/facilitators/{whole.facilitator_id}/portfolio/pdf/?{ticked}")
    text = said_in(paper.content, tmp_path)
    assert "3 sessions, 15 people" in text and "marker" not in text
    assert "no-store" in paper["Cache-Control"]


def test_the_pdf_is_tagged_with_its_language_and_title_and_named_for_a_portfolio(whole):
    now = timezone.now()
    found = read(whole.facilitator)
    held = streams(portfolio_papers.pdf(found, now=now))
    for mark in (b"pdfuaid", b"/StructTreeRoot", b"/Lang(en-GB)", b"DisplayDocTitle true", b"/TH"):
        assert mark in held
    assert portfolio_papers.pdf(found, now=now) == portfolio_papers.pdf(found, now=now)
    assert portfolio_papers.file_name(found) == (
        f"{YEAR['since']} to {YEAR['until']} Facilitator portfolio, Zoë Łęcka.pdf"
    )


@pytest.mark.parametrize(
    "text", ["#panic() *x* _y_ $z$ <l> @m \\", "李 明", "x" * 1900, "🙂", "= a\n- b\n\n+ c"]
)
def test_whatever_was_written_gets_on_paper(text, facilitator):
    one = reflected(did(facilitator), went_well=text)
    found = read(facilitator, reflections=[one])
    assert portfolio_papers.pdf(found, now=timezone.now()).startswith(b"%PDF-")
