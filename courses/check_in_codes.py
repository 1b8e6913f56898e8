"""The code on the screen in the room: signed with the site's key over session and minute, so that it changes
every minute, nobody can make one up, and a photo of it is useless a little later.

A code is good in its minute and in the next. Whoever opened the page in time has five minutes to fill it in;
what the page holds until then (`slip`) is signed in the same way.
"""

from django.utils.crypto import constant_time_compare, salted_hmac

from courses.models import Session
from courses.models.certificate import ALPHABET, MISREAD
from courses.refusals import NotTheCode
from courses.registers import DOORS

LENGTH = 6  # of 32 letters: one guess in a thousand million
SLIP_LASTS = 5  # minutes
MINUTE = 60  # seconds
OLD = "This code is not on the screen any more. It changes every minute: use the one that is there now."


def minute_of(now):
    return int(now.timestamp()) // MINUTE


def code_at(session_pk, minute):
    digest = salted_hmac("courses.check_in_codes", f"{session_pk}:{minute}", algorithm="sha256").digest()
    number = int.from_bytes(digest[:8])
    return "".join(ALPHABET[(number >> 5 * place) % len(ALPHABET)] for place in range(LENGTH))


def code_now(session, now):
    return code_at(session.pk, minute_of(now))


def seconds_left(now):
    """Until the code changes."""
    return MINUTE - int(now.timestamp()) % MINUTE


def typed(code):
    """As people type it: small letters, spaces and dashes, O for 0."""
    letters = "".join(letter for letter in code.upper() if letter not in " -").translate(MISREAD)
    return letters if len(letters) == LENGTH and set(letters) <= set(ALPHABET) else ""


def open_now(now):
    """The sessions that people may check in to."""
    return Session.objects.filter(state=Session.State.OPEN, starts_at__lte=now + DOORS, ends_at__gt=now)


def session_of(code, now, among=open_now):
    """The session on whose screen this code is, of those that `among(now)` gives; raises NotTheCode."""
    code, minute = typed(code), minute_of(now)
    if not code:
        raise NotTheCode(
            f"A code has {LENGTH} letters and numbers. Check it against the screen.", field="code"
        )
    for session in among(now).with_facts():
        if any(constant_time_compare(code, code_at(session.pk, one)) for one in (minute, minute - 1)):
            return session
    raise NotTheCode(OLD, field="code")


def slip(session, now):
    """What a page opened in time holds, to be good for some minutes."""
    minute = minute_of(now)
    return f"{session.pk}-{minute}-{_signature(session.pk, minute)}"


def session_of_slip(text, now, among=open_now):
    """The session of a page that was opened in time, of those that `among(now)` gives; raises NotTheCode."""
    pk, _, rest = text.partition("-")
    minute, _, signature = rest.partition("-")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19 and minute.isascii() and minute.isdigit()):
        raise NotTheCode(OLD, field="code")
    signed = constant_time_compare(signature, _signature(pk, minute))
    if not signed or not 0 <= minute_of(now) - int(minute[:12]) <= SLIP_LASTS:
        raise NotTheCode(OLD, field="code")
    session = among(now).with_facts().filter(pk=pk).first()
    if session is None:
        raise NotTheCode("This session is over, so nobody can check in any more.", field="code")
    return session


def _signature(pk, minute):
    return salted_hmac("courses.check_in_codes.slip", f"{pk}:{minute}", algorithm="sha256").hexdigest()
