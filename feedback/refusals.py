from stepforward.refusals import Refused


class Unknown(Refused):
    """The link opens nothing."""

    def __init__(self):
        super().__init__("We do not know this link. Check that you copied all of it from the email.")


class AlreadyAnswered(Refused):
    """The invitation was used before."""

    def __init__(self):
        super().__init__("We have your answers already. Thank you: there is nothing more to do.")


class Closed(Refused):
    """The round takes no more answers."""

    def __init__(self):
        super().__init__("This collection of feedback has closed.")


class NotOpenYet(Refused):
    """The collection opens when the session begins."""

    def __init__(self):
        super().__init__("This opens when the session has begun. Try again then.")


class NotAsked(Refused):
    """Nobody with this address is on the register as somebody who came."""

    def __init__(self):
        super().__init__(
            "Nobody with this address is on the register. Ask the team to add you.", field="email"
        )


class OpenedTooOften(Refused):
    """One invitation was opened on more phones than one person has."""

    def __init__(self):
        super().__init__(
            "This was opened on too many phones. Use the link in our email instead.", field="email"
        )


class SentFromElsewhere(Refused):
    """The form stood on another site's page."""

    def __init__(self):
        super().__init__("Your answers came from another site's page. Open the link in our email instead.")


class NotToBeQuoted(Refused):
    """They did not agree, nobody has read it, or too few were asked for nobody to know who said it."""


class ChangedMeanwhile(Refused):
    """Somebody else decided while this one was reading."""

    def __init__(self):
        super().__init__("Somebody else has dealt with this comment meanwhile. Here it is as it is now.")


class NotToBeCoded(Refused):
    """It is coded already, no longer shown, or the codebook is another one by now."""


class CodebookStays(Refused):
    """Comments are coded with this version, or the draft cannot be used as it is."""


class NothingToSend(Refused):
    """Too few have answered for a summary, or no collection has closed since the last one."""


class QuestionnaireStays(Refused):
    """It is in use, so nothing in it changes."""

    def __init__(self):
        super().__init__("This version is in use by now, so it stays as it is. Write a new version.")


class DraftChanged(Refused):
    """Somebody else changed the draft since this one saw it."""

    def __init__(self):
        super().__init__("Somebody else has changed this draft meanwhile. Look at it, then save again.")


class NotAQuestion(Refused):
    """A question, or all of them together, that could not be asked."""


class NotInTheDraft(Refused):
    """The question is not there, or not there any more."""

    def __init__(self):
        super().__init__(
            "Somebody else has taken this question out meanwhile. Save to add it again, at the end."
        )
