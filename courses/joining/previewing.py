from courses.joining.due import KIND
from courses.models import Booking
from stepforward.outbox.kinds import NAME
from stepforward.outbox.posting import compose
from stepforward.outbox.sealing import hide, placeholder


def preview(session):
    """{"subject", "text"} of the joining instructions as somebody with a place in `session` would read them;
    it need not be saved as it stands."""
    name = NAME["name"].example
    words = {"name": name, "session": session, "booking": Booking(session=session, name=name)}
    subject, text = compose(KIND, words | {"booking_link": placeholder("booking_link")})
    return {"subject": subject, "text": hide(text)}
