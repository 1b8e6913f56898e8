"""What the programme's online form asked before there was this system, and what its answers mean."""

from feedback.models import Consent
from feedback.questions import (
    CANNOT_SAY,
    COMMENT,
    LONGEST_COMMENT,
    RATING,
    SCALE,
    THEN_NOW,
)
from stepforward.importing.wording import squeezed

QUESTIONS = [
    {"code": code, "kind": kind, "text": text}
    for code, kind, text in (
        ("relevant", RATING, "The session was relevant to my work"),
        ("safe_to_discuss", RATING, "I felt safe to take part"),
        ("well_led", RATING, "The facilitators led the session well"),
        ("recommend", RATING, "I would recommend this session to a colleague"),
        ("respond_safely", THEN_NOW, "I could respond safely when I witness unacceptable behaviour"),
        ("most_useful", COMMENT, "What was most useful?"),
        ("should_change", COMMENT, "What should we change?"),
        ("do_differently", COMMENT, "What will you do differently?"),
    )
]
COLUMNS = {
    "day": ["date session", "session date", "date", "when session"],
    "relevant": ["relevant"],
    "safe_to_discuss": ["felt safe", "safe part", "safe discuss"],
    "well_led": ["led well", "facilitators led"],
    "recommend": ["recommend"],
    "respond_safely_before": ["before respond safely", "before respond"],
    "respond_safely_now": ["now respond safely", "now respond", "after respond"],
    "most_useful": ["most useful", "useful"],
    "should_change": ["should change", "what change", "improve"],
    "do_differently": ["do differently", "differently"],
    "quote": ["may quote", "quote", "quoted"],
}
AGREEMENT = {
    "strongly disagree": 1,
    "disagree": 2,
    "neutral": 3,
    "neither": 3,
    "neither agree nor disagree": 3,
    "agree": 4,
    "strongly agree": 5,
} | {str(point): point for point in SCALE}
SAYS_NOTHING = {"", "n a", "na", "not applicable"}
CANNOT = {"n a", "na", "not applicable", "dont know", "do not know", "cant say", "cannot say", "not sure"}
NOT_A_WORD = "An answer that is none of the words from “Strongly disagree” to “Strongly agree” is left out."
HALF_A_PAIR = "Only one of before and now is answered, so neither is counted."
SHORTENED = f"A comment is longer than {LONGEST_COMMENT} characters: its beginning is kept."


def ballot_in(cells):
    """(a ballot, what was left out of it) of {meaning: value}; the ballot is empty where nothing is said.
    Neither tells who or when, nor do the sentences tell what."""
    answers, comments, left_out = {}, {}, []
    agreed = Consent.REPORTS if squeezed(cells.get("quote") or "") in {"yes", "y", "true"} else Consent.NO
    for question in QUESTIONS:
        code, kind = question["code"], question["kind"]
        if kind == COMMENT:
            text = _text(cells.get(code))
            if not (text.isascii() and squeezed(text) in SAYS_NOTHING):
                comments[code] = [text[:LONGEST_COMMENT].rstrip(), agreed]
                left_out += [SHORTENED] if len(text) > LONGEST_COMMENT else []
            continue
        said = [_agreement(cells.get(name), left_out) for name in _columns_of(code, kind)]
        if None not in said:
            answers[code] = said if kind == THEN_NOW else said[0]
        elif any(one is not None for one in said):
            left_out.append(HALF_A_PAIR)
    return {"group": "", "answers": answers, "comments": comments}, list(dict.fromkeys(left_out))


def _columns_of(code, kind):
    return (f"{code}_before", f"{code}_now") if kind == THEN_NOW else (code,)


def _agreement(value, left_out):
    """1 to 5, 0 for whoever cannot say, None where nothing is said that we know."""
    text = _text(value)
    said = squeezed(text)
    if said in CANNOT:
        return CANNOT_SAY
    if text and said not in AGREEMENT:
        left_out.append(NOT_A_WORD)
    return AGREEMENT.get(said)


def _text(value):
    return "" if value is None else str(value).strip()
