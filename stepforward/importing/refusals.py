from stepforward.refusals import Refused


class CannotRead(Refused):
    """This file is not taken in."""


class CannotTakeBack(Refused):
    """What was moved in has been used since, or was taken back before."""


class Busy(Refused):
    """A worker is at it already, or there is nothing to stop."""


class Stopped(Refused):
    """Somebody asked the worker to stop."""
