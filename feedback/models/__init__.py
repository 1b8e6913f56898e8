from feedback.models.ballot import Ballot
from feedback.models.box import Box, Salt
from feedback.models.comment import Comment
from feedback.models.invitation import Invitation
from feedback.models.pool import Pool
from feedback.models.questionnaire import Questionnaire, Wave
from feedback.models.round import Round
from feedback.models.tally import Tally

__all__ = [
    "Ballot",
    "Box",
    "Comment",
    "Invitation",
    "Pool",
    "Questionnaire",
    "Round",
    "Salt",
    "Tally",
    "Wave",
]
