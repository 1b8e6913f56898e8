"""The page on what people say, a section to each question: panels that the dashboard does not have."""

from feedback.sections.changes import Changes, Lasting
from feedback.sections.of_options import Did, Pace, Seen
from feedback.sections.ratings import Ratings, Recommending, Supported
from feedback.sections.response import WhoAnswered

SECTIONS = {
    section.slug: section
    for section in (
        Changes(),
        WhoAnswered(),
        Lasting(),
        Ratings(),
        Recommending(),
        Pace(),
        Seen(),
        Did(),
        Supported(),
    )
}
