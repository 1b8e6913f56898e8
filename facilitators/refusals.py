from stepforward.refusals import Refused


class NotAccredited(Refused):
    """Their accreditation does not allow this part of this course."""


class InTheTeam(Refused):
    """They are in the session's team, or asked to be."""


class LeadTaken(Refused):
    """Somebody leads the session, or is asked to."""


class InTwoPlaces(Refused):
    """They are held, offered or accepted somewhere else at that time."""


class NotOpenToChange(Refused):
    """The session has begun, was delivered or called off; or the facilitator has left."""


class NobodyAsked(Refused):
    """A team was to be asked, and nobody named."""


class Moved(Refused):
    """The session has another time or place than whoever answers has seen."""


class NotMissing(Refused):
    """The part that somebody is to be found for is somebody's, or not one to find somebody for any more."""


class TooBusy(Refused):
    """Others changed the same people's time at the same moment, several times over."""


class Answered(Refused):
    """The offer was answered, lapsed or was withdrawn before."""


class NotReady(Refused):
    """The session is short of something that it needs before it opens."""


class CalendarRefused(Refused):
    """What came from the address of a calendar cannot be used; `code` is short and stays, `why` is for its
    owner."""

    code = why = ""

    def __init__(self):
        super().__init__(self.why)


class NoCalendar(CalendarRefused):
    code = "no_calendar"
    why = "A web page or something else came from the address, not a calendar. It may need signing in."


class CalendarCutOff(CalendarRefused):
    code, why = "cut_off", "The calendar broke off before its end."


class TooMuchCalendar(CalendarRefused):
    code = "too_much"
    why = "The calendar holds more than we can read: too many entries, or one that repeats without end."


class AddressLost(CalendarRefused):
    code = "address_lost"
    why = "We cannot open the address any more, because our key has changed. Remove it, and add it again."


class NotAdded(Refused):
    """They have this calendar, or as many as we read for one person."""


class TriedJustNow(Refused):
    """We asked the calendar less than a minute ago."""


class NotDone(Refused):
    """The session has not begun, or the part was not theirs, so that it took no time."""


class FacilitatesAlready(Refused):
    """Somebody with this address facilitates, or may not any more."""


class NotForYou(Refused):
    """Somebody else signs or writes this: a lead of the course, never one's own."""


class NotReadyYet(Refused):
    """Something is missing before their next stage, or they are at another by now."""


class AccreditedAlready(Refused):
    """They have a stage for this course, which is signed off step by step."""


class OnLeave(Refused):
    """They are away on one of those days, or have left."""


class NotThen(Refused):
    """The days of somebody's leave cannot be these."""


class Undecided(Refused):
    """Something is promised for that time, and nobody has said what becomes of it."""


class NotInterested(Refused):
    """They have not confirmed that they would like to facilitate, or it was put aside."""


class NotAFacilitatorCourse(Refused):
    """Nobody becomes a facilitator by that session, or it cannot be booked."""


class AskedAlready(Refused):
    """We wrote to them today to ask when they are free."""


class PollClosed(Refused):
    """The poll takes no more answers."""


class NobodyToAsk(Refused):
    """No facilitator is accredited for the course of the poll."""


class RotaRefused(Refused):
    """The days of a rota do not fit together."""


class NoSupport(Refused):
    """These two cannot be so for each other, or not at that time."""


class NotTalkedThen(Refused):
    """That talk cannot have been on this day, or the next one not on that."""
