"""What this floor moves in from spreadsheets."""

from courses.moving.costs import Costs
from courses.moving.requests import TrainingRequests
from courses.moving.sign_ins import SignInSheets
from stepforward.importing.reader import register

register(TrainingRequests)
register(SignInSheets)
register(Costs)
