"""What this floor moves in from spreadsheets."""

from facilitators.moving.poll import Poll
from facilitators.moving.roster import Roster
from stepforward.importing.reader import register

register(Roster)
register(Poll)
