"""How to get there: said in the emails that people travel by, and never in half a line."""

import pytest

from courses import emails, reminders
from courses.tests.factories import BookingFactory, SessionFactory, VenueFactory
from stepforward.outbox.models import OutgoingEmail

pytestmark = pytest.mark.django_db
THERE = {
    "travel_notes": "Bus 192.\nCar park B is free.",
    "access_notes": "Ring at the side door.",
    "map_link": "https://maps.example/sk2",
}
SAID = (
    "Getting there: Bus 192.\nCar park B is free.\nGetting in: Ring at the side door.\n"
    "On a map: https://maps.example/sk2\n"
)


def tell(kind, booking):
    match kind:
        case "confirmed":
            emails.booking_confirmed(booking)
        case "changed":
            emails.session_changed(booking)
        case "week":
            emails.reminder(booking, kind=reminders.WEEK)
        case "day":
            emails.reminder(booking, kind=reminders.DAY)
    return OutgoingEmail.objects.get().text


@pytest.mark.parametrize("kind", ["confirmed", "changed", "week", "day"])
def test_whoever_travels_reads_how_to_get_there_and_in(kind):
    venue = VenueFactory(**THERE)
    text = tell(kind, BookingFactory(session=SessionFactory(venue=venue)))
    assert f"{venue.in_full}\n\n{SAID}\n" in text


@pytest.mark.parametrize("kind", ["confirmed", "changed", "week", "day"])
def test_what_nobody_knows_leaves_no_trace_and_the_postcode_is_on_a_map(kind):
    text = tell(kind, BookingFactory(session=SessionFactory()))
    assert "Getting" not in text and "\n\n\n" not in text
    assert "On a map: https://www.openstreetmap.org/search?query=SK2%207JE\n" in text


def test_who_joins_from_home_is_told_of_no_venue():
    session = SessionFactory(venue=None, online_link="https://meet.example/1")
    text = tell("confirmed", BookingFactory(session=session))
    assert "https://meet.example/1" in text and "On a map" not in text and "Getting" not in text
