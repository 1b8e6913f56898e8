"""One request from beginning to end, as people go it: on phones, through real workers, by real emails."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import expect

from courses.models import Course, Session
from facilitators.models import Accreditation, Facilitator
from feedback.models import Invitation, Round, Tally
from feedback.tests.running import whole_system
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.tests.servers import wait_until
from stepforward.people.models import Organisation, User
from stepforward.people.roles import Role
from stepforward.rollout.models import Phase
from stepforward.testing import PHONE, barriers
from stepforward.ui.wording import LONDON, today

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long and quiet password"
PLACES = 14  # when all answer, ten or more are counted however the batches fall
LINK = re.compile(r"http://127\.0\.0\.1:\S+")
GREEN = "main button.nhsuk-button:not(.nhsuk-button--secondary, .nhsuk-button--warning)"
MOMENTS = {
    "courses_trainingrequest": ["asked_at", "answered_at"],
    "courses_session": ["starts_at", "ends_at", "opened_at"],
    "courses_booking": ["booked_at", "placed_at", "hold_until"],
    "facilitators_assignment": ["offered_at", "answer_by", "answered_at"],
    "feedback_round": ["opens_on", "closes_on"],
}


class Phone:
    """Somebody's phone: 360 pixels wide, with its own cookies; looks for barriers on every page."""

    def __init__(self, browser, running, *, javascript):
        self.context = browser.new_context(
            viewport=PHONE, java_script_enabled=javascript, base_url=running.address, accept_downloads=True
        )
        self.page, self.running, self.javascript = self.context.new_page(), running, javascript

    def open(self, address):
        response = self.page.goto(address)
        assert response.status == 200, f"{address}: {response.status}"
        self.look()

    def press(self, button=None):
        """Press the button so named, or the page's one green button."""
        found = self.page.get_by_role("button", name=button) if button else self.page.locator(GREEN)
        with self.page.expect_navigation() as shown:
            found.first.click()
        assert shown.value.status == 200, f"{shown.value.url}: {shown.value.status}"
        self.look()

    def look(self):
        expect(self.page.locator("h1")).to_be_visible()
        expect(self.page.locator(".nhsuk-error-summary")).to_have_count(0)
        if self.javascript:
            heading = self.page.locator("h1").inner_text()
            if heading not in self.running.looked_at:
                assert barriers(self.page) == []
                self.running.looked_at.add(heading)
            assert self.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    def fill(self, **fields):
        """Text by the field's name, without guessing at ids."""
        for name, value in fields.items():
            self.page.locator(f"main [name='{name}']").fill(str(value))

    def date(self, name, day):
        self.fill(**{f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year})

    def choose(self, name, value):
        """A radio or checkbox by its value."""
        self.page.locator(f"main input[name='{name}'][value='{value}']").check()

    def pick(self, name, label):
        self.page.locator(f"main select[name='{name}']").select_option(label=label)

    def sign_in(self, user):
        self.open("/accounts/login/")
        self.fill(login=user.email, password=PASSWORD)
        self.press()

    def sign_in_by_code(self, user):
        self.open("/accounts/login/code/")
        self.fill(email=user.email)
        self.press()
        email = self.running.email(to=user.email, subject="Your code")
        code = re.search(r"ten minutes:\s+(\S+)", text_of(email))[1]
        self.fill(code=code)
        self.press()


def text_of(email):
    return email.get_body(["plain"]).get_content()


def link_in(email):
    return LINK.search(text_of(email))[0]


def calendar_of(email):
    return next(part.get_content() for part in email.walk() if part.get_content_type() == "text/calendar")


def time_passes(delta):
    """What happened moves into the past, which is what waiting would do. Nothing else of the rows changes."""
    with connection.cursor() as cursor:
        for table, columns in MOMENTS.items():
            kind = "date" if table == "feedback_round" else "timestamptz"
            moved = [f"{column} = ({column} - %(by)s)::{kind}" for column in columns]
            if table == "facilitators_assignment":
                moved.append("blocked = tstzrange(lower(blocked) - %(by)s, upper(blocked) - %(by)s)")
            cursor.execute(f"UPDATE {table} SET {', '.join(moved)}", {"by": delta})


@pytest.fixture
def programme():
    """What is there before anybody asks: people, a course, a phase. Returns the people by what they do."""
    course = Course.objects.create(code="active-bystander", name="Active Bystander")
    Organisation.objects.get_or_create(
        ods_code="RMC", defaults={"name": "Bolton NHS Foundation Trust", "short_name": "Bolton"}
    )
    Phase.objects.create(
        name="Phase two",
        during=(today() - timedelta(days=200), today() + timedelta(days=165)),
        target_people=1000,
        target_organisations=31,
    )
    people = {}
    for who, role in (
        ("Carys Coordinator", Role.COORDINATOR),
        ("Dev Dean", Role.DEAN),
        ("Farah Lead", Role.FACILITATOR),
        ("Femi Second", Role.FACILITATOR),
    ):
        first = who.split()[0].lower()
        people[first] = User.objects.create_user(
            f"{first}@nhs.example", name=who, roles=[role], password=PASSWORD
        )
    for first, stage in (("farah", "lead"), ("femi", "co_facilitator")):
        facilitator = Facilitator.objects.create(user=people[first], joined_on=today(), base="Bolton")
        Accreditation.objects.create(facilitator=facilitator, course=course, stage=stage, since=today())
    return people


def next_tuesday():
    """A Tuesday nine to fifteen days ahead."""
    soonest = today() + timedelta(days=9)
    return soonest + timedelta(days=(1 - soonest.weekday()) % 7)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_request_goes_all_the_way_to_the_dean(browser, programme, tmp_path, javascript):
    with whole_system(tmp_path) as running:
        day = next_tuesday()

        def phone():
            return Phone(browser, running, javascript=javascript)

        requester = a_department_asks(phone(), running, day)
        coordinator = phone()
        coordinator.sign_in(programme["carys"])
        session = the_coordinator_plans(coordinator, day)
        facilitators_say_when_they_are_free(phone, programme, day)
        the_team_is_found(phone, running, coordinator, programme, session)
        the_session_opens(running, coordinator, requester, session)
        people_book(phone, running, session)
        they_are_reminded(running)
        the_register_is_kept(coordinator, session)
        they_answer_in_secret(phone, running, session)
        the_dean_sees_it(phone(), programme)


def a_department_asks(phone, running, day):
    # given somebody in theatres who was told of the course
    phone.open("/request/")
    # when they ask for one
    phone.pick("organisation", "Bolton NHS Foundation Trust")
    phone.choose("setting", "theatres")
    phone.fill(
        team="Theatres", people=PLACES, contact_name="Rita Requester", contact_email="rita@nhs.example"
    )
    phone.choose("staff_groups", "03")
    phone.choose("delivery", "in_person")
    phone.date("earliest", day)
    phone.date("latest", day + timedelta(days=30))
    phone.choose("weekdays", "1")
    phone.choose("day_parts", "afternoon")
    phone.choose("focus", "hierarchy")
    phone.fill(about="Newer staff find it hard to speak up to surgeons.")
    phone.press()
    # then an email leads to a page that says where it stands
    email = running.email(to="rita@nhs.example", subject="We have your request")
    phone.open(link_in(email))
    expect(phone.page.locator("main")).to_contain_text("Theatres")
    return phone


def the_coordinator_plans(phone, day):
    phone.open("/requests/")
    phone.page.locator("main a", has_text="Theatres").first.click()
    phone.press("Take it on")
    with phone.page.expect_navigation():
        phone.page.get_by_role("button", name="Plan a session").or_(
            phone.page.get_by_role("link", name="Plan a session")
        ).first.click()
    phone.look()
    phone.date("day", day)
    phone.fill(starts="1:30pm", ends="3:30pm", capacity=PLACES, online_link="https://meet.example/theatres")
    phone.press()
    session = Session.objects.get()
    assert session.starts_at.astimezone(LONDON).strftime("%H:%M") == "13:30"
    assert session.capacity == PLACES
    return session


def facilitators_say_when_they_are_free(phone, programme, day):
    for first, level in (("farah", "yes"), ("femi", "if_needed")):
        facilitator = phone()
        if first == "farah":
            facilitator.sign_in_by_code(programme[first])
        else:
            facilitator.sign_in(programme[first])
        facilitator.open("/availability/")
        tile = facilitator.page.locator(f"select[name='{day:%Y-%m-%d}-afternoon']")
        if facilitator.javascript:  # one tap is Yes, two are If needed
            for _ in range(1 if level == "yes" else 2):
                tile.locator("xpath=..").locator("button").click()
            expect(facilitator.page.locator("[data-said]")).to_have_text("All saved.")
            facilitator.open("/availability/")
        else:
            tile.select_option(level)
            facilitator.press("Save")
        expect(facilitator.page.locator(f"select[name='{day:%Y-%m-%d}-afternoon']")).to_have_value(level)


def the_team_is_found(phone, running, coordinator, programme, session):
    for first, part in (("farah", "Lead"), ("femi", "Co-facilitator")):
        coordinator.open(f"/manage/sessions/{session.pk}/team/")
        row = coordinator.page.locator("li.sf-row", has_text=programme[first].name)
        with coordinator.page.expect_navigation():
            row.get_by_role("button", name=re.compile(f"{part}$")).first.click()
        coordinator.look()
    # one answers from the page that the email leads to, the other from their own offers
    farah = phone()
    farah.open(link_in(running.email(to="farah@nhs.example", subject="Could you take a part")))
    farah.press("Accept")
    assert "BEGIN:VEVENT" in calendar_of(running.email(to="farah@nhs.example", subject="You are in the team"))
    femi = phone()
    femi.sign_in(programme["femi"])
    femi.open("/offers/")
    femi.press("Accept")


def the_session_opens(running, coordinator, requester, session):
    coordinator.open(f"/manage/sessions/{session.pk}/team/")
    coordinator.press()
    session.refresh_from_db()
    assert session.state == Session.State.OPEN
    told = running.email(to="rita@nhs.example", subject="Your course is on")
    assert f"/sessions/{session.pk}/" in text_of(told)
    requester.page.reload()
    requester.look()


def people_book(phone, running, session):
    # given so many places, when one more person wants one
    for number in range(PLACES + 1):
        visitor = phone()
        visitor.open(f"/sessions/{session.pk}/book/")
        visitor.fill(name=f"Person {number:02}", email=f"person{number:02}@nhs.example")
        visitor.pick("organisation", "Bolton NHS Foundation Trust")
        visitor.page.locator("main select[name='staff_group']").select_option("03")
        visitor.press()
        visitor.context.close()
    # then they have it in their calendar, and the last one waits
    entry = calendar_of(running.email(to="person00@nhs.example", subject="You have a place"))
    assert "METHOD:REQUEST" in entry
    late = f"person{PLACES:02}@nhs.example"
    waiting = running.email(to=late, subject="waiting list")
    # when the first cancels from their link
    first = phone()
    first.open(link_in(running.email(to="person00@nhs.example", subject="You have a place")))
    first.press("Cancel my place")
    assert "METHOD:CANCEL" in calendar_of(running.email(to="person00@nhs.example", subject="Cancelled"))
    # then the one who waits is offered the place, and takes it
    last = phone()
    last.open(link_in(waiting))
    last.open(link_in(running.email(to=late, subject="A place is free")))
    last.press("Take the place")
    assert session.bookings.filter(state="booked").count() == PLACES


def they_are_reminded(running):
    booked = {f"person{number:02}@nhs.example" for number in range(1, PLACES + 1)}
    session = Session.objects.get()
    time_passes(session.starts_at - timezone.now() - timedelta(days=6, hours=12))
    running.email(to="person05@nhs.example", subject="In a week")
    time_passes(timedelta(days=5, hours=20))
    running.email(to="person05@nhs.example", subject="Very soon")
    for subject in ("In a week", "Very soon"):
        reminders = OutgoingEmail.objects.filter(subject__startswith=subject)
        wait_until(lambda reminders=reminders: reminders.filter(state="sent").count() == PLACES)
        assert set(reminders.values_list("to_email", flat=True)) == booked


def the_register_is_kept(coordinator, session):
    time_passes(timedelta(hours=20))
    coordinator.open(f"/manage/sessions/{session.pk}/register/")
    for booking in session.bookings.filter(state="booked"):
        coordinator.choose(f"came-{booking.pk}", "attended")
    coordinator.press("Close the register")
    session.refresh_from_db()
    assert session.state == Session.State.DELIVERED


def they_answer_in_secret(phone, running, session):
    for number in range(1, PLACES + 1):
        email = running.email(to=f"person{number:02}@nhs.example", subject="How was")
        attendee = phone()
        attendee.open(link_in(email))
        names = {one.get_attribute("name") for one in attendee.page.locator("main input[type=radio]").all()}
        for name in sorted(name for name in names if not name.endswith("_consent")):
            low, high = (2, 4) if number % 2 else (1, 3)
            attendee.choose(name, str(low if name.endswith("_before") or name == "pace" else high))
        attendee.press()
        assert attendee.context.cookies() == []
        attendee.context.close()
    # then the counting worker opens them in company of five or more, and says nobody's in particular
    wait_until(lambda: Round.objects.get(session=session, wave="after").counted >= 5, seconds=40)
    # and after three weeks the round closes: its invitations go, and fewer than five pass on, still sealed
    time_passes(timedelta(days=22))
    wait_until(lambda: Round.objects.get(session=session, wave="after").closed, seconds=40)
    wait_until(lambda: not Invitation.objects.exists(), seconds=40)  # of the wave before, too
    found = Round.objects.get(session=session, wave="after")
    assert found.answered == PLACES
    assert found.counted + found.pool.box.ballots.count() == PLACES
    pairs = Tally.objects.filter(round=found, before__isnull=False)
    assert {(before, value) for before, value in pairs.values_list("before", "value")} == {(2, 4), (1, 3)}


def the_dean_sees_it(phone, programme):
    phone.sign_in(programme["dev"])
    phone.open("/rollout/")
    page = phone.page.locator("main")
    expect(page).to_contain_text("How many people have we trained?")
    expect(page).to_contain_text(re.compile(rf"\b{PLACES}\b"))
    expect(page).to_contain_text("1 of 31")
    expect(page).to_contain_text("+2.0")
