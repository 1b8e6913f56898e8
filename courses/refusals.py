from stepforward.refusals import Refused


class NotWaiting(Refused):
    """The request was answered or withdrawn before."""


class AskedByOthers(Refused):
    """A colleague asked for the same, so one of them cannot withdraw it for both."""


class NothingSaid(Refused):
    """A note or a message without words."""


class TooManyUnanswered(Refused):
    """So many messages of theirs wait for an answer that one more would be noise."""


class NotTheirs(Refused):
    """The account is closed, or may not answer requests."""


class CannotMerge(Refused):
    """They are one request, or one of them has ended."""


class CannotLink(Refused):
    """The session is called off, or was planned for another request."""


class NoReason(Refused):
    """Somebody will read why, so it has to be said."""


class NotThen(Refused):
    """The time is past, or the end comes before the start."""


class NoPlace(Refused):
    """The session has neither a venue nor an online link."""


class TooFewPlaces(Refused):
    """More people have a place than the session would have."""


class RoomTaken(Refused):
    """The venue has one room, and another session is in it at that time."""


class VenueThere(Refused):
    """A venue of that name and postcode is there already."""


class NotOpenToChange(Refused):
    """The session has begun, was delivered or called off."""


class NotOpen(Refused):
    """The session cannot be booked: it is not open, or has begun."""


class NotByInvitation(Refused):
    """The session is open to more than those invited, so that a private link to book it says nothing."""


class LinksStopped(Refused):
    """The coordinator stopped the private links to book the session."""


class AlreadyBooked(Refused):
    """This address has a live `booking` of the session already, which whoever typed the address may not
    see."""

    def __init__(self, booking, why="There is a booking with this email address already.", *, field="email"):
        super().__init__(why, field=field)
        self.booking = booking


class NothingOffered(Refused):
    """No place is held for this person, or not any more."""


class NotBooked(Refused):
    """The booking was cancelled, lapsed, or its session has begun."""


class NotYet(Refused):
    """The session has not begun, so nobody can have come."""


class NotMarked(Refused):
    """The register does not say of everybody whether they came."""


class NotThere(Refused):
    """The person has no place in the session, or not any more."""


class NotDelivered(Refused):
    """The register is still open, so that nothing in it needs putting right."""


class Overtaken(Refused):
    """Somebody else changed the case since it was read."""


class NotCleared(Refused):
    """The case was not checked on every point."""


class NotForUse(Refused):
    """The case is no longer in use, or only for coordinators, so that no session can have it."""


class NotPicked(Refused):
    """The session has not, or not any more, or already, the case."""


class TooMany(Refused):
    """There are as many as there may be."""


class NotTheCode(Refused):
    """The code is made up, or not on the screen any more; or nobody can check in now."""


class NotWelcome(Refused):
    """The coordinator lets nobody without a booking put themselves on this register."""


class TooManyTries(Refused):
    """From this network, or for this session, more than people do."""


class PaidBack(Refused):
    """The facilitator who paid has their money back, so only who keeps the costs may change it."""


class NotOwed(Refused):
    """Nobody is owed this: it was paid back, or no facilitator paid it."""


class ToNobody(Refused):
    """A mailing that names nobody in particular, or reaches nobody; or so many that it is no mailing."""


class ListChanged(Refused):
    """Who gets a mailing, or what they would read, is not what was seen any more."""


class NotADraft(Refused):
    """The mailing was sent, so it cannot be changed; or nothing of it waits, so it cannot be stopped."""


class SaidApart(Refused):
    """Somebody said that these are two people, however alike."""


class MeanwhileElsewhere(Refused):
    """Of two people who were to be made one, one booked or was merged since they were looked at."""


class NotKept(Refused):
    """The department's places were released, or given back, or the day for names is over."""


class SamePerson(Refused):
    """Both have one email address, so there is nobody to swap with or to merge."""
