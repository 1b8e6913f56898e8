"""What a question of a questionnaire may be, in words for whoever writes it. Nothing here writes."""

from feedback.models import Wave
from feedback.questions import (
    CHOICE,
    COMMENT,
    KINDS,
    MANY,
    MOST_OPTIONS,
    THEN_NOW,
    fits_a_ballot,
)
from feedback.refusals import NotAQuestion

SHORTEST_TEXT, LONGEST_TEXT = 3, 150
LONGEST_OPTION = 80
FEWEST_OPTIONS = 2
MOST_QUESTIONS = 30
HAVE_OPTIONS = {CHOICE, MANY}


def kinds_in(wave):
    """{kind: its name} of what can be asked in `wave`: only afterwards one knows then and now."""
    return {kind: name for kind, name in KINDS.items() if kind != THEN_NOW or wave == Wave.AFTER}


def question_of(*, kind, text, options, wave):
    """The question without its code. Raises NotAQuestion."""
    text, options = text.strip(), [option.strip() for option in options if option.strip()]
    if kind not in kinds_in(wave):
        raise NotAQuestion("Select how it is answered", field="kind")
    if not SHORTEST_TEXT <= len(text) <= LONGEST_TEXT:
        why = f"The question must be between {SHORTEST_TEXT} and {LONGEST_TEXT} characters"
        raise NotAQuestion(why, field="text")
    if kind not in HAVE_OPTIONS:
        if options:
            why = f"Leave this empty: “{KINDS[kind]}” brings its own answers"
            raise NotAQuestion(why, field="options")
        return {"kind": kind, "text": text}
    if why := _wrong_with(options):
        raise NotAQuestion(why, field="options")
    return {"kind": kind, "text": text, "options": [[n, option] for n, option in enumerate(options, 1)]}


def check_whole(questions):
    """Whether these can be asked together. Raises NotAQuestion."""
    if not questions:
        raise NotAQuestion("A version needs a question at least. Add another one first.")
    if len(questions) > MOST_QUESTIONS:
        why = f"There are {MOST_QUESTIONS} questions already, and more are too many. Take one out first."
        raise NotAQuestion(why)
    if not fits_a_ballot(questions):
        boxes, room = sum(one["kind"] == COMMENT for one in questions), boxes_that_fit(questions)
        raise NotAQuestion(
            f"Long comments would not fit into one sealed answer: with these questions there is room for "
            f"{room} in people’s own words, and this would make {boxes}. "
            f"Take {boxes - room} of them out first.",
            field="kind",
        )


def boxes_that_fit(questions):
    """How many of the comments among `questions` a ballot has room for, beside everything else."""
    others = [one for one in questions if one["kind"] != COMMENT]
    boxes = [one for one in questions if one["kind"] == COMMENT]
    return next(n for n in range(len(boxes), -1, -1) if fits_a_ballot(others + boxes[:n]))


def _wrong_with(options):
    if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
        return f"Write between {FEWEST_OPTIONS} and {MOST_OPTIONS} answers, one a line"
    for option in options:
        if len(option) > LONGEST_OPTION:
            return f"Each answer must be {LONGEST_OPTION} characters or fewer: “{option[:30]}…” is longer"
    seen = set()
    for option in options:
        if option.casefold() in seen:
            return f"No two answers may be alike: “{option}” is there twice"
        seen.add(option.casefold())
    return ""
