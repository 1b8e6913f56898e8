"""What a session cost, in all and for each person who attended, beside what others would have asked.

All amounts are whole pence. An amount per person is rounded to the nearest penny, half a penny up; a quote
per person is multiplied, never divided, so that its total is exact.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from courses.models import Booking, Headcount, Quote
from stepforward.ui.money import say_pounds
from stepforward.ui.wording import civil_date, say_date, say_people

SHOWN = 3  # quotes beside one session, the newest


def per_person(pence, people):
    """Pence for each of `people`; None where nobody attended."""
    return (2 * pence + people) // (2 * people) if people else None


def attended(session):
    """How many were in the room: by name, and in the headcount."""
    return attended_in([session.pk])[session.pk]


def attended_in(sessions):
    """Counter {session's pk: how many were in the room} of these keys. Two queries."""
    came = Booking.objects.booked().attended().filter(session__in=sessions)
    by_name = came.order_by().values("session").annotate(n=Count("pk")).values_list("session", "n")
    unnamed = Headcount.objects.filter(session__in=sessions).values_list("session", "n")
    people = Counter()
    for session, n in (*by_name, *unnamed):
        people[session] += n
    return people


@dataclass(frozen=True)
class Comparison:
    """One quote, applied to one session. `asked` is what it would have come to, None where that cannot be
    said."""

    quote: Quote
    spent: int
    people: int
    day: object

    @property
    def asked(self):
        if self.quote.basis == Quote.Basis.COURSE:
            return self.quote.pence
        return self.quote.pence * self.people if self.people else None

    @property
    def words(self):
        if self.asked is None:
            return "Nobody is recorded as attending, so a price for each person cannot be compared."
        if not self.spent:
            return (
                f"It would have come to {say_pounds(self.asked)}. No cost is recorded to compare that with."
            )
        each = per_person(self.asked, self.people)
        told = f"It would have come to {say_pounds(self.asked)}"
        told += f", {say_pounds(each)} for each of {say_people(self.people)}. " if self.people else ". "
        saved = self.asked - self.spent
        if not saved:
            return told + "The session cost the same."
        return told + f"The session cost {say_pounds(abs(saved))} {'less' if saved > 0 else 'more'}."

    @property
    def note(self):
        """Where the quote did not hold on the day of the session."""
        if self.quote.offered_on > self.day:
            return f"Offered after the session, on {say_date(self.quote.offered_on)}."
        if not self.quote.held_on(self.day):
            return f"It held until {say_date(self.quote.valid_until)}, before the session."
        return ""


def compare(session, *, spent, people):
    """A Comparison for each of the newest quotes for the session's course."""
    day = civil_date(session.starts_at)
    return [Comparison(quote, spent, people, day) for quote in session.course.quotes.all()[:SHOWN]]


def in_words(spent, people):
    """What the session cost, as a sentence."""
    if not spent:
        return "No costs are recorded yet."
    if not people:
        return f"This session cost {say_pounds(spent)} in all. Nobody is recorded as attending."
    each = say_pounds(per_person(spent, people))
    return (
        f"This session cost {say_pounds(spent)} in all, {each} for each of {say_people(people)} who attended."
    )
