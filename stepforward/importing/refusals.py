from stepforward.refusals import Refused


class CannotRead(Refused):
    """This file is not taken in."""


class CannotTakeBack(Refused):
    """What was moved in has been used since, or was taken back before."""
