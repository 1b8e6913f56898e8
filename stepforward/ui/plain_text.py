"""What people type into text boxes: no control characters, which the database, mail headers and calendars
refuse or take for something else."""

import unicodedata

from django.core.exceptions import ValidationError

WITHIN_A_PAGE = "\n\t"
NOT_TYPED = {"Cc", "Cs"}  # control characters, halves of characters
LINE_ENDS = {"Zl", "Zp"}


class PlainText:
    """A validator: text that a keyboard writes, on one line or, with `lines`, on several. `start` begins the
    message."""

    code = "control_characters"

    def __init__(self, start, *, lines=False):
        self.refused = NOT_TYPED if lines else NOT_TYPED | LINE_ENDS
        self.allowed = WITHIN_A_PAGE if lines else ""
        self.message = (
            f"{start} must have only letters, numbers and punctuation{'' if lines else ', on one line'}"
        )

    def __call__(self, text):
        if any(unicodedata.category(one) in self.refused and one not in self.allowed for one in text):
            raise ValidationError(self.message, code=self.code)
