from courses.models.block import Block
from courses.models.booking import Booking
from courses.models.case_clearance import CaseClearance
from courses.models.case_report import CaseReport
from courses.models.case_version import CaseVersion
from courses.models.certificate import Certificate
from courses.models.cost import Cost
from courses.models.course import Course
from courses.models.headcount import Headcount
from courses.models.kept_places import KeptPlaces
from courses.models.mailing import Mailing
from courses.models.material import Material
from courses.models.material_part import MaterialPart
from courses.models.quality_domain import QualityDomain
from courses.models.quote import Quote
from courses.models.request_message import RequestMessage
from courses.models.request_note import RequestNote
from courses.models.series import Series
from courses.models.session import Session
from courses.models.session_case import SessionCase
from courses.models.training_request import TrainingRequest
from courses.models.two_people import TwoPeople
from courses.models.unmatched_check_in import UnmatchedCheckIn
from courses.models.venue import Venue

__all__ = [
    "Block",
    "Booking",
    "CaseClearance",
    "CaseReport",
    "CaseVersion",
    "Certificate",
    "Cost",
    "Course",
    "Headcount",
    "KeptPlaces",
    "Mailing",
    "Material",
    "MaterialPart",
    "QualityDomain",
    "RequestMessage",
    "RequestNote",
    "Quote",
    "Series",
    "Session",
    "SessionCase",
    "TrainingRequest",
    "TwoPeople",
    "UnmatchedCheckIn",
    "Venue",
]
