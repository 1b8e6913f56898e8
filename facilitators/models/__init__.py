from facilitators.models.accreditation import Accreditation
from facilitators.models.assignment import Assignment
from facilitators.models.availability import Availability, Level
from facilitators.models.facilitator import Facilitator
from facilitators.models.window import Window

__all__ = ["Accreditation", "Assignment", "Availability", "Facilitator", "Level", "Window"]
