from courses.models.booking import Booking
from courses.models.course import Course
from courses.models.session import Session
from courses.models.training_request import TrainingRequest
from courses.models.venue import Venue

__all__ = ["Booking", "Course", "Session", "TrainingRequest", "Venue"]
