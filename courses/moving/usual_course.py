"""Which course records from before are about."""

from django.utils.text import slugify

from courses.models import Course
from stepforward.importing.wording import squeezed

UNTITLED = "Active Bystander"  # what a programme like this teaches, where a file does not say


def course_named(title, courses):
    """The one of `courses` whose name stands in a title, the longest where there are several; or None."""
    said = squeezed(title)
    named = [one for one in courses if squeezed(one.name) in said]
    return max(named, key=lambda one: len(one.name), default=None)


def usual_course(courses):
    """The one meant where nothing is said; where there is none, one that is not saved yet."""
    plain = next((one for one in courses if one.name == UNTITLED), None)
    return plain or Course(code=slugify(UNTITLED), name=UNTITLED)
