"""What this floor moves in from spreadsheets."""

from courses.moving_costs import Costs
from courses.moving_requests import TrainingRequests
from courses.moving_sign_ins import SignInSheets
from stepforward.importing.reader import register

register(TrainingRequests)
register(SignInSheets)
register(Costs)
