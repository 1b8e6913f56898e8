"""The kinds of question, the questions that new questionnaires start from, and what one answer counts as.

A question is {"code", "kind", "text"}, a choice has "options" as well: [[number, text], …]. One code means
one question, with one kind and the same options, in every version of a course's wave; in another wave it may
be asked once where it was asked as a pair. On a scale, 0 stands for "can't say".
"""

from feedback.models.questionnaire import Wave
from feedback.sealing import PADDED, length_of

THEN_NOW, RATING, COMMENT = "then_now", "rating", "comment"
CHOICE, MANY, YES_NO = "choice", "many", "yes_no"
KINDS = {
    THEN_NOW: "Then and now, 1 to 5",
    RATING: "Once, 1 to 5",
    CHOICE: "One of several",
    MANY: "As many as fit",
    YES_NO: "Yes or no",
    COMMENT: "In their own words",
}
SCALE = (1, 2, 3, 4, 5)
CANNOT_SAY = 0
LONGEST_COMMENT = 600  # characters, each at most four bytes
MOST_OPTIONS = 12
LONGEST_CODE = 40
PAIRS = len(SCALE) + 1  # answers that one side of a pair may have, "can't say" among them


def _asked(kind, code, text, options=()):
    question = {"code": code, "kind": kind, "text": text}
    numbered = [[number, option] for number, option in enumerate(options, 1)]
    return question | ({"options": numbered} if options else {})


EIGHT = {
    "respond_safely": "I could respond safely in the moment",
    "several_ways": "I know several ways to respond",
    "raise_senior": "I could raise it with someone more senior",
    "recognise_line": "I recognise when behaviour crosses a line",
    "come_across": "I consider how my own behaviour comes across",
    "partly_mine": "I feel that it is partly mine to act",
    "support_after": "I could support the person affected afterwards",
    "know_where": "I know where to report it or get advice",
}
RECOMMEND = _asked(RATING, "recommend", "I would recommend this session")
MOST_USEFUL = _asked(COMMENT, "most_useful", "What was most useful?")
WILL_DO = _asked(COMMENT, "do_differently", "What is one thing that you will do differently?")
SHOULD_CHANGE = _asked(COMMENT, "should_change", "What should we change?")
EIGHT_ONCE = [_asked(RATING, code, text) for code, text in EIGHT.items()]

ACTIVE_BYSTANDER = {
    Wave.BEFORE: EIGHT_ONCE,
    Wave.AFTER: [
        *(_asked(THEN_NOW, code, text) for code, text in EIGHT.items()),
        _asked(RATING, "relevant", "It was relevant to my work"),
        _asked(RATING, "safe_to_discuss", "It felt safe to discuss difficult things"),
        _asked(RATING, "well_led", "The facilitators led it well"),
        RECOMMEND,
        _asked(RATING, "intend_to_act", "I intend to act when I see something"),
        _asked(CHOICE, "pace", "The pace was", ("too slow", "about right", "too fast")),
        MOST_USEFUL,
        SHOULD_CHANGE,
        WILL_DO,
    ],
    Wave.THREE_MONTHS: [
        *EIGHT_ONCE,
        _asked(
            CHOICE,
            "witnessed",
            "Since the session, have you seen or heard unacceptable behaviour at work?",
            ("No", "Once", "Several times"),
        ),
        _asked(
            MANY,
            "what_i_did",
            "If you have, what did you do?",
            (
                "I said something",
                "I changed the subject or the situation",
                "I asked somebody else to step in",
                "I supported the person afterwards",
                "I reported it",
                "Nothing, this time",
            ),
        ),
        _asked(RATING, "felt_safe", "If you acted, it felt safe to"),
        _asked(COMMENT, "stood_in_the_way", "What stood in the way, if anything?"),
        _asked(RATING, "manager_support", "My manager supports me in this"),
    ],
}
PREPARED = "I feel prepared for what this course is for"
ANY_COURSE = {
    Wave.BEFORE: [_asked(RATING, "prepared", PREPARED)],
    Wave.AFTER: [_asked(THEN_NOW, "prepared", PREPARED), RECOMMEND, WILL_DO, SHOULD_CHANGE],
    Wave.THREE_MONTHS: [_asked(RATING, "prepared", PREPARED), SHOULD_CHANGE],
}


def first_version(course, wave):
    """What is asked of `course` in `wave` until somebody writes another version."""
    return (ACTIVE_BYSTANDER if course.code == "active-bystander" else ANY_COURSE)[wave]


def options_of(question):
    """{number: text} of what can be chosen; of a scale, its points."""
    kind = question["kind"]
    if kind in {CHOICE, MANY}:
        return dict(question["options"])
    if kind == YES_NO:
        return {1: "Yes", 2: "No"}
    return {point: str(point) for point in SCALE}


def longest_ballot(questions):
    return {
        "group": "00",
        "answers": {
            one["code"]: [*options_of(one)] if one["kind"] == MANY else [9, 9]
            for one in questions
            if one["kind"] != COMMENT
        },
        "comments": {
            one["code"]: ["\U0010ffff" * LONGEST_COMMENT, "reports"]
            for one in questions
            if one["kind"] == COMMENT
        },
    }


def fits_a_ballot(questions):
    """Whether the longest answers to `questions` fit the fixed length of a ballot."""
    return length_of(longest_ballot(questions)) < PADDED


def cells_of(kind, said):
    """The cells (before or None, value) to which one person's answer adds one. Of several options chosen each
    is one, and value 0 counts the person."""
    if kind == THEN_NOW:
        return [tuple(said)]
    return [(None, option) for option in (0, *said)] if kind == MANY else [(None, said)]


def kinds_of(questionnaire):
    """{code: kind} of what can be counted."""
    return {one["code"]: one["kind"] for one in questionnaire.questions if one["kind"] != COMMENT}
