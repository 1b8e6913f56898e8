from feedback.models.ballot import Ballot
from feedback.models.box import Box, Salt
from feedback.models.codebook import Codebook, Theme
from feedback.models.coding import Coding
from feedback.models.comment import Comment, Consent
from feedback.models.invitation import Invitation, InvitationLink
from feedback.models.pool import Pool
from feedback.models.questionnaire import Questionnaire, Wave
from feedback.models.round import Round
from feedback.models.spread import Response, Spread
from feedback.models.suggestion import Learned, Suggestion
from feedback.models.summary import Summary, SummedUp
from feedback.models.tally import Tally

__all__ = [
    "Ballot",
    "Box",
    "Codebook",
    "Coding",
    "Comment",
    "Consent",
    "Invitation",
    "InvitationLink",
    "Learned",
    "Pool",
    "Questionnaire",
    "Response",
    "Round",
    "Salt",
    "Spread",
    "Suggestion",
    "SummedUp",
    "Summary",
    "Tally",
    "Theme",
    "Wave",
]
