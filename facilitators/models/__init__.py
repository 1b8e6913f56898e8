from facilitators.models.accreditation import Accreditation
from facilitators.models.asked import Asked
from facilitators.models.assignment import Assignment
from facilitators.models.availability import Availability, Level
from facilitators.models.busy_calendar import BusyCalendar
from facilitators.models.busy_time import BusyTime
from facilitators.models.confidence import Confidence
from facilitators.models.facilitator import Facilitator
from facilitators.models.free_all_the_same import FreeAllTheSame
from facilitators.models.interest import Interest
from facilitators.models.last_change import LastChange
from facilitators.models.leave import Leave
from facilitators.models.observation import Observation
from facilitators.models.other_time import OtherTime
from facilitators.models.poll import Poll
from facilitators.models.poll_part import PollPart
from facilitators.models.reflection import Reflection
from facilitators.models.reserve import Reserve
from facilitators.models.rota import Rota
from facilitators.models.rota_gap import RotaGap
from facilitators.models.rota_part import RotaPart
from facilitators.models.stage_change import StageChange
from facilitators.models.stage_rule import StageRule
from facilitators.models.supervision import Supervision
from facilitators.models.support import Support
from facilitators.models.time_spent import TimeSpent
from facilitators.models.usual_part import UsualPart
from facilitators.models.weights import Weights
from facilitators.models.window import Window

__all__ = [
    "Accreditation",
    "Asked",
    "Assignment",
    "Availability",
    "BusyCalendar",
    "BusyTime",
    "Confidence",
    "Facilitator",
    "FreeAllTheSame",
    "Interest",
    "LastChange",
    "Leave",
    "Level",
    "OtherTime",
    "Reflection",
    "Reserve",
    "Observation",
    "Rota",
    "RotaGap",
    "RotaPart",
    "StageChange",
    "StageRule",
    "Poll",
    "PollPart",
    "Supervision",
    "Support",
    "TimeSpent",
    "UsualPart",
    "Weights",
    "Window",
]
