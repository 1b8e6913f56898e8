"""What this floor moves in from spreadsheets."""

from feedback.moving.old_feedback import OldFeedback
from stepforward.importing.reader import register

register(OldFeedback)
