from courses.models.booking import Booking
from courses.models.certificate import Certificate
from courses.models.course import Course
from courses.models.quality_domain import QualityDomain
from courses.models.session import Session
from courses.models.training_request import TrainingRequest
from courses.models.venue import Venue

__all__ = ["Booking", "Certificate", "Course", "QualityDomain", "Session", "TrainingRequest", "Venue"]
