from stepforward.refusals import Refused


class NotTaken(Refused):
    """The file is damaged, could do harm, or is of no kind that we take."""
