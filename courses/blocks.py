"""Places kept for a department, names to follow: kept, taken with a name, given back, released to the public.

Kept places count as taken (see `Session.objects.with_places`), so all of this holds the session's row, as
`bookings` does; where several sessions are held, in the order of their primary keys.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from courses import block_emails, emails
from courses.bookings import BEFORE_START, State, free_places, lock_session, offer_on, refuse_unless_open
from courses.models import Block, Booking, KeptPlaces, Session
from courses.refusals import AlreadyBooked, NotKept, NotThen, TooFewPlaces
from stepforward.audit.recording import record
from stepforward.people import links
from stepforward.ui.wording import civil_date, moment_of, say_day

REMINDED_BEFORE = timedelta(days=3)  # the last day for names


@transaction.atomic
def keep(*, sessions, places, department, organisation=None, contact_name, contact_email, names_by, by, now):
    """Keep so many places in each of these open sessions until the end of the day `names_by`, and send the
    contact their two private links. Raises NotOpen, NotThen, and TooFewPlaces where fewer are free, or where
    people wait for them."""
    if names_by < civil_date(now):
        raise NotThen("The last day for names must be today or in the future", field="names_by")
    block = Block.objects.create(
        department=department,
        organisation=organisation,
        contact_name=contact_name,
        contact_email=contact_email,
        names_by=names_by,
        kept_at=now,
        kept_by=by,
    )
    for pk in sorted(session.pk for session in sessions):
        session = lock_session(pk)
        refuse_unless_open(session, now)
        if names_by >= civil_date(session.starts_at):
            raise NotThen(
                f"The last day for names must be before {say_day(session.starts_at)}", field="names_by"
            )
        _refuse_unless_free(session, places)
        KeptPlaces.objects.create(block=block, session=session, places=places)
        record("places kept", block, by=by, session=pk, places=places)
    block_emails.places_kept(block)
    return block


@transaction.atomic
def take(*, kept, name, email, added_by="", by=None, now, **about):
    """One of the places gets its name; `about` is what `bookings.book` takes besides. Who waited for a place
    leaves the line. `added_by` says who named them, where it was not they.

    Raises NotOpen, NotKept, TooFewPlaces and AlreadyBooked.
    """
    session = lock_session(kept.session_id)
    refuse_unless_open(session, now)
    kept = _still_kept(kept, now)
    if kept.left < 1:
        raise TooFewPlaces("All of these places have a name now.")
    booking = session.bookings.live().of(email).first()
    held = booking is not None and booking.state == State.OFFERED
    if booking is None:
        booking = Booking(session=session, name=name, email=email, booked_at=now, **about)
    else:
        booking.session = session
        if booking.state == State.BOOKED:
            raise AlreadyBooked(booking)
        booking.placed_at = now
    booking.kept, booking.state, booking.hold_until = kept, State.BOOKED, None
    booking.save()
    record("kept place taken", booking, by=by, session=session.pk, block=kept.block_id)
    emails.booking_confirmed(booking, added_by=added_by)
    if held:
        offer_on(session, now)
    return booking


@transaction.atomic
def add_names(*, kept, people, now, **about):
    """Everybody in `people`, (name, email) pairs, or nobody; returns the bookings. Who has a place of their
    own keeps that, gets its link once more, and is left out: whoever names them does not learn of it. Raises
    as `take` does, AlreadyBooked for one of these very places alone."""
    lock_session(kept.session_id)
    there = _still_kept(kept, now)
    if len(people) > there.left:
        left = "1 place is" if there.left == 1 else f"{there.left} places are"
        raise TooFewPlaces(f"You have given {len(people)} names, and {left} left", field="people")
    added, added_by = [], there.block.contact_name
    for name, email in people:
        try:
            added.append(take(kept=kept, name=name, email=email, added_by=added_by, now=now, **about))
        except AlreadyBooked as already:
            if already.booking.kept_id == kept.pk:
                raise
            emails.booking_again(already.booking, now=now)
    return added


@transaction.atomic
def give_back(*, kept, places, by=None, now):
    """So many places without a name are not needed; they go to whoever waits, or to the public."""
    session = lock_session(kept.session_id)
    refuse_unless_open(session, now)
    kept = _still_kept(kept, now)
    if not 1 <= places <= kept.left:
        raise TooFewPlaces(f"You can give back between 1 and {kept.left} places", field="places")
    if places == kept.places:
        kept.released_at = now
    else:
        kept.places -= places
    kept.save(update_fields=["places", "released_at"])
    record("kept places given back", kept, by=by, session=session.pk, places=places)
    offer_on(session, now)
    return kept


@transaction.atomic
def release(*, block, only=None, by=None, now):
    """What has no name yet goes to whoever waits, or to the public, and the contact is told once; returns how
    many places. `only` limits it to some of the block's kept places."""
    parts = block.kept_places.kept() if only is None else only
    released = []
    for session_pk in sorted(parts.values_list("session", flat=True)):
        session = lock_session(session_pk)
        kept = block.kept_places.kept().with_left().filter(session=session_pk).first()
        if kept is None:
            continue
        kept.released_at = now
        kept.save(update_fields=["released_at"])
        record("kept places released", kept, by=by, session=session_pk, places=kept.left)
        kept.session = session
        if kept.left:
            released.append(kept)
        offer_on(session, now)
    if released:
        block_emails.places_released(block, released)
    return sum(kept.left for kept in released)


@transaction.atomic
def new_link(*, block, by=None, now):
    """A new link to pass on; those before it stop. It cannot be shown again."""
    links.withdraw(block_emails.BLOCK, block, now=now)
    record("block link renewed", block, by=by)
    return links.absolute("courses:block", block_emails.pass_on_token(block))


@transaction.atomic
def send_links_again(*, block, by, now):
    """New links of both kinds, to the contact; those before them stop."""
    for purpose in (block_emails.BLOCK, block_emails.NAMES):
        links.withdraw(purpose, block, now=now)
    record("block links renewed", block, by=by)
    block_emails.places_kept(block, version=f"{now:%Y%m%d%H%M%S}")


def due_for_release(now):
    """Kept places of open sessions whose day for names is over, or that are about to start. Those of one that
    was called off stay as they are, because it may be brought back."""
    over = Q(block__names_by__lt=civil_date(now)) | Q(session__starts_at__lte=now + BEFORE_START)
    return KeptPlaces.objects.kept().filter(over, session__state=Session.State.OPEN)


def due_for_reminder(now):
    """Blocks with places without a name, whose last day is near, and whose contact was not reminded; nor told
    of them just now."""
    today = civil_date(now)
    without_name = KeptPlaces.objects.kept().with_left().filter(block=OuterRef("pk"), left__gt=0)
    near = Block.objects.filter(names_by__gte=today, names_by__lte=today + REMINDED_BEFORE)
    near = near.filter(Exists(without_name.filter(session__state=Session.State.OPEN)))
    unreminded = near.exclude(pk__in=block_emails.reminded())
    return [one for one in unreminded if one.kept_at < moment_of(one.names_by - REMINDED_BEFORE)]


def release_due(*, now):
    """Release everything whose time has come; returns how many places."""
    due = due_for_release(now)
    blocks = Block.objects.filter(kept_places__in=due).distinct().order_by("pk")
    return sum(release(block=block, only=due.filter(block=block), now=now) for block in blocks)


def remind(*, now):
    """Post every reminder that is due; returns how many."""
    due = due_for_reminder(now)
    for block in due:
        with transaction.atomic():
            block_emails.names_wanted(block)
    return len(due)


def _refuse_unless_free(session, places):
    if session.bookings.waiting().exists():
        raise TooFewPlaces(
            f"People wait for {say_day(session.starts_at)}, and a free place is theirs", field="places"
        )
    free = max(free_places(session), 0)
    if free < places:
        raise TooFewPlaces(f"{free} places are free on {say_day(session.starts_at)}", field="places")


def _still_kept(kept, now):
    found = KeptPlaces.objects.with_left().select_related("block__organisation").get(pk=kept.pk)
    if found.released_at or found.block.names_by < civil_date(now):
        raise NotKept("These places are not kept any more.")
    return found
