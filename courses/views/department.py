"""What a department sees of the places kept for it: the page that is passed on, and the contact's own."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses import blocks, emails, swapping
from courses.block_emails import BLOCK, NAMES, parts_of
from courses.forms.blocks import AddNames, GiveBack, SwapName, TakePlace
from courses.models import Block, Booking
from courses.refusals import AlreadyBooked
from courses.views.private import opened_by_link, private
from stepforward.people.access import public
from stepforward.refusals import Refused
from stepforward.ui.wording import civil_date

TAKEN = Booking.TAKES_PLACE


def _rows():
    return Block.objects.select_related("organisation")


def _fillable(block, now):
    """Kept places that can still get a name: of open sessions to come, until the day for names is over."""
    if block.names_by < civil_date(now):
        return []
    return [
        kept
        for kept in parts_of(block)
        if kept.left and kept.session.state == "open" and kept.session.starts_at > now
    ]


@public
@opened_by_link(BLOCK, _rows)
def take(request, token, found):
    now = timezone.now()
    parts = _fillable(found, now)
    form = None
    if parts:
        own = found.organisation_id
        with_food = any(kept.session.venue_id for kept in parts)
        form = TakePlace(
            request.POST if request.method == "POST" else None,
            parts=parts,
            with_food=with_food,
            initial={"organisation": own},
        )
    if form and form.is_bound and form.is_valid():
        try:
            booking = blocks.take(kept=form.kept, now=now, **form.said)
        except AlreadyBooked as already:
            emails.booking_again(already.booking, now=now)
            return redirect("courses:block_sent", token=token)
        except Refused as refused:
            form.add_error(None, refused.why)
        else:
            if booking.booked_at != now:  # theirs before; whoever typed the address may not be they
                return redirect("courses:block_sent", token=token)
            return private(redirect("courses:booking", token=emails.booking_token(booking)))
    context = {"kept_for": found, "parts": parts, "form": form, "left": sum(kept.left for kept in parts)}
    wrong = request.method == "POST"
    return render(request, "courses/block.html", context, status=422 if wrong else 200)


@public
@opened_by_link(BLOCK, _rows)
def sent(request, token, found):
    """Says no more than that an email has gone: whoever typed the address may not be whose it is."""
    return render(request, "courses/block_sent.html", {"kept_for": found})


@public
@opened_by_link(NAMES, _rows)
def names(request, token, found):
    now = timezone.now()
    parts = _fillable(found, now)
    form = AddNames(request.POST, parts=parts) if request.method == "POST" and parts else None
    if form is not None and form.is_valid():
        try:
            added = blocks.add_names(
                kept=form.kept, people=form.cleaned_data["people"], now=now, organisation=found.organisation
            )
        except AlreadyBooked as already:
            form.add_error("people", f"{already.booking.email} has one of your places already")
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.why)
        else:
            messages.success(request, _said(added, form.cleaned_data["people"]))
            return redirect("courses:block_names", token=token)
    return _names_page(request, token, found, parts, form, wrong=request.method == "POST")


def _said(added, people):
    """Of addresses that got another email, because they have a place of their own, nothing more is said."""
    one = len(added) == 1
    said = f"{'1 person has' if one else f'{len(added)} people have'} a place, and an email that says so."
    if others := len(people) - len(added):
        said += f" {others} of the addresses got another email from us: ask whoever reads it."
    return said


@public
@require_POST
@opened_by_link(NAMES, _rows)
def give_back(request, token, found):
    now = timezone.now()
    parts = _fillable(found, now)
    form = GiveBack(request.POST, parts=parts, prefix="back") if parts else None
    if form is None:
        messages.error(request, "There is no place without a name to give back.")
        return redirect("courses:block_names", token=token)
    if form.is_valid():
        try:
            blocks.give_back(kept=form.kept, places=form.cleaned_data["places"], now=now)
        except Refused as refused:
            form.add_error(refused.field, refused.why)
        else:
            messages.success(request, "Thank you. Others can have these places now.")
            return redirect("courses:block_names", token=token)
    return _names_page(request, token, found, parts, None, back=form, wrong=True)


@public
@opened_by_link(NAMES, _rows)
def swap(request, token, found, *, pk):
    rows = Booking.objects.live().filter(kept__block=found)
    booking = get_object_or_404(rows.select_related("session__course", "session__venue"), pk=pk)
    form = SwapName(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            swapping.swap(
                booking=booking, added_by=found.contact_name, now=timezone.now(), **form.cleaned_data
            )
        except AlreadyBooked as already:
            form.add_error("email", _why_not(already.booking, booking, timezone.now()))
        except Refused as refused:
            form.add_error(refused.field, refused.why)
        else:
            messages.success(request, f"{form.cleaned_data['name']} comes instead. Both have been told.")
            return redirect("courses:block_names", token=token)
    context = {"form": form, "booking": booking, "session": booking.session, "token": token}
    return render(
        request, "courses/block_swap.html", context, status=422 if request.method == "POST" else 200
    )


def _why_not(there, booking, now):
    """The contact knows who has their places; whoever has another gets its link once more."""
    if there.kept_id == booking.kept_id:
        return f"{there.email} has one of your places already"
    emails.booking_again(there, now=now)
    return "This address got another email from us: ask whoever reads it, or name somebody else"


@public
@require_POST
@opened_by_link(NAMES, _rows)
def new_link(request, token, found):
    address = blocks.new_link(block=found, now=timezone.now())
    return render(request, "courses/block_link.html", {"kept_for": found, "address": address, "token": token})


def _names_page(request, token, block, parts, form, *, back=None, wrong=False):
    people = Booking.objects.filter(kept__block=block, state__in=TAKEN).by_name()
    context = {
        "kept_for": block,
        "token": token,
        "parts": parts,
        "left": sum(kept.left for kept in parts),
        "people": people.select_related("session__course", "session__venue").order_by(
            "session__starts_at", "name", "pk"
        ),
        "add": form or (AddNames(parts=parts) if parts else None),
        "back": back or (GiveBack(parts=parts, prefix="back") if parts else None),
        "forms": [one for one in (form, back) if one is not None],
        "now": timezone.now(),
    }
    return render(request, "courses/block_names.html", context, status=422 if wrong else 200)
