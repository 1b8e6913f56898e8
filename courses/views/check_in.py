"""Behind the code on the screen: people say that they are there. No page here says who is booked, opens a
session or is kept on the way; the deed is a POST."""

from contextlib import contextmanager

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from courses import check_in_codes, check_ins
from courses.emails import BOOKING
from courses.forms.checking_in import AddMyself, SayHere, TypedCode
from courses.models import Booking
from courses.refusals import NotTheCode, TooManyTries
from courses.views.private import opened_by_link, private
from stepforward.people.access import public
from stepforward.people.throttling import may_try
from stepforward.refusals import Refused

# A full lecture theatre stands behind one address of a hospital's network.
WRONG_CODES, SAID, SAID_OF_A_SESSION = "60/10m/ip", "300/10m/ip", "600/10m/key"
WAIT = "There were too many tries from this network. Wait ten minutes, or ask the team to mark you as here."


@public
def type_code(request):
    """The short address on the screen, for whoever cannot read the picture."""
    form = TypedCode(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with guesses_counted(request):
                check_in_codes.session_of(form.cleaned_data["code"], timezone.now())
        except Refused as refused:
            form.add_error("code", refused.why)
        else:
            return private(redirect("courses:check_in", code=check_in_codes.typed(form.cleaned_data["code"])))
    why = WAIT if "wait" in request.GET else check_in_codes.OLD if "old" in request.GET else ""
    context = {"form": form, "why": "" if form.is_bound else why}
    return private(render(request, "courses/type_code.html", context, status=422 if form.errors else 200))


@public
def check_in(request, code):
    """A page opened in time holds a slip, which lasts long enough to type an address."""
    now, slip = timezone.now(), request.POST.get("slip", "")
    try:
        with guesses_counted(request):
            session = (
                check_in_codes.session_of_slip(slip, now) if slip else check_in_codes.session_of(code, now)
            )
    except Refused as refused:
        why = "wait" if isinstance(refused, TooManyTries) else "old"
        return private(redirect(f"{reverse('courses:type_code')}?{why}"))
    adding = session.walk_ins_welcome and request.POST.get("do") == "add"
    form, other = SayHere(prefix="booked"), AddMyself(prefix="new")
    status = 200
    if request.method == "POST":
        said = AddMyself(request.POST, prefix="new") if adding else SayHere(request.POST, prefix="booked")
        form, other = (form, said) if adding else (said, other)
        status = 422
        if said.is_valid():
            try:
                _within_limits(request, session)
                verb = check_ins.add_oneself if adding else check_ins.say_here
                verb(session=session, now=now, **said.said)
            except Refused as refused:
                said.add_error(None, refused.why)
            else:
                return private(redirect("courses:checked_in"))
    context = {
        "session": session,
        "form": form,
        "other": other,
        "forms": [form, other],
        "adding": adding,
        "slip": slip or check_in_codes.slip(session, now),
    }
    return private(render(request, "courses/check_in.html", context, status=status))


@public
def checked_in(request):
    """The same for everybody, so that nobody learns who is booked."""
    return private(render(request, "courses/checked_in.html"))


@public
@opened_by_link(BOOKING, lambda: Booking.objects.select_related("session__course", "session__venue"))
def here_by_booking(request, token, found):
    """From the private page of a booking it is known who it is: the code is all there is to say."""
    form, now = TypedCode(request.POST or None), timezone.now()
    if request.method == "POST" and form.is_valid():
        try:
            _within_limits(request, found.session)
            with guesses_counted(request):
                check_ins.say_booked_here(booking=found, code=form.cleaned_data["code"], now=now)
        except Refused as refused:
            form.add_error("code", refused.why)
        else:
            return redirect("courses:booking", token=token)
    context = {"form": form, "session": found.session, "booking": found, "token": token}
    context["open"] = check_in_codes.open_now(now).filter(pk=found.session_id).exists()
    return render(request, "courses/here_by_booking.html", context, status=422 if form.errors else 200)


@contextmanager
def guesses_counted(request):
    """Raises TooManyTries where there were too many wrong codes before."""
    """Wrong codes are counted by the address they come from, right ones are not, so that a room gets in."""
    if not may_try(request, "check_in_wrong", WRONG_CODES, only_look=True):
        raise TooManyTries(WAIT)
    try:
        yield
    except NotTheCode:
        may_try(request, "check_in_wrong", WRONG_CODES)
        raise


def _within_limits(request, session):
    by_address = may_try(request, "check_in", SAID)
    if not by_address or not may_try(request, "check_in_of", SAID_OF_A_SESSION, key=str(session.pk)):
        raise TooManyTries(WAIT)
