"""The questions that new questionnaires start from, and the limits that keep every ballot within its fixed
length.

Once a version was asked it stays; to ask differently, add a questionnaire with the next version number.
"""

THEN_NOW, RATING, COMMENT = "then_now", "rating", "comment"
SCALE = (1, 2, 3, 4, 5)
LONGEST_COMMENT = 600  # characters, each at most four bytes
MOST_COMMENTS = 3
MOST_SCALES = 12

RECOMMEND = {"code": "recommend", "kind": RATING, "text": "I would recommend this session"}
WILL_DO = {"code": "do_differently", "kind": COMMENT, "text": "What will you do differently?"}
SHOULD_CHANGE = {"code": "should_change", "kind": COMMENT, "text": "What should we change?"}

AFTER_ACTIVE_BYSTANDER = [
    {"code": "respond_safely", "kind": THEN_NOW, "text": "I could respond safely in the moment"},
    {"code": "several_ways", "kind": THEN_NOW, "text": "I know several ways to respond"},
    {"code": "raise_senior", "kind": THEN_NOW, "text": "I could raise it with someone senior"},
    {"code": "recognise_line", "kind": THEN_NOW, "text": "I recognise when a line is crossed"},
    {"code": "come_across", "kind": THEN_NOW, "text": "I consider how I come across to others"},
    RECOMMEND,
    WILL_DO,
    SHOULD_CHANGE,
]
AFTER_ANY_COURSE = [
    {"code": "prepared", "kind": THEN_NOW, "text": "I feel prepared for what this course is for"},
    RECOMMEND,
    WILL_DO,
    SHOULD_CHANGE,
]


def first_version(course):
    """The questions that are asked after a session of `course` until it has its own."""
    return AFTER_ACTIVE_BYSTANDER if course.code == "active-bystander" else AFTER_ANY_COURSE


def fits_a_ballot(questions):
    """Whether the longest answers to `questions` fit the fixed length of a ballot."""
    comments = sum(question["kind"] == COMMENT for question in questions)
    return comments <= MOST_COMMENTS and len(questions) - comments <= MOST_SCALES
