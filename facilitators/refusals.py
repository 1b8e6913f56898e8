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


class Answered(Refused):
    """The offer was answered, lapsed or was withdrawn before."""


class NotReady(Refused):
    """The session is short of something that it needs before it opens."""
