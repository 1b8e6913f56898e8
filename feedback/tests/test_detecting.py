"""What the detector points out, what it leaves alone, and that no text breaks or delays it."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.detecting import is_nhs_number, redacted, spans_in

PEOPLE = ["Nadia Rahman", "Tom Ashworth", "Will Green", "Zoë Ng", "Siân Pugh-Jones", "Li Wei"]
PLACES = ["Bolton NHS Foundation Trust", "Bolton", "Alder Hey", "ELHT", "The Octagon"]


def pointed_out(text):
    return [
        (str(span.kind), text[span.start : span.end]) for span in spans_in(text, people=PEOPLE, places=PLACES)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I spoke to Dr Patel about it", [("name", "Dr Patel")]),
        ("then Dr K laughed", [("name", "Dr K")]),
        ("dr. smith never listens", [("name", "dr. smith")]),
        ("Sister Mary Okafor was kind", [("name", "Sister Mary Okafor")]),
        ("ask nadia next time", [("name", "nadia")]),
        ("Rahman’s examples", [("name", "Rahman’s")]),
        ("Tom Ashworth led well", [("name", "Tom Ashworth")]),
        ("thanks to Will for this", [("name", "Will")]),
        ("Zoe was great", [("name", "Zoe")]),
        ("sian pugh-jones", [("name", "sian pugh-jones")]),
        ("with Wei Li in the room", [("name", "Wei Li")]),
        ("I asked Sarah about it", [("name", "Sarah")]),
        ("write to amy.o'neil+x@nhs.net, please", [("email", "amy.o'neil+x@nhs.net")]),
        ("ring 0161 496 0000", [("phone", "0161 496 0000")]),
        ("ring +44 (0)7700 900 123.", [("phone", "+44 (0)7700 900 123")]),
        ("on 07700900123", [("phone", "07700900123")]),
        ("bleep 4512 or ext. 2231", [("phone", "bleep 4512"), ("phone", "ext. 2231")]),
        ("patient 943 476 5919 was there", [("NHS number", "943 476 5919")]),
        ("near M13 9WL", [("postcode", "M13 9WL")]),
        ("on ward 7 and in theatre 3", [("place", "ward 7"), ("place", "theatre 3")]),
        ("on Willow Ward", [("place", "Willow Ward")]),
        ("people at bolton do this", [("place", "bolton")]),
        ("at Bolton NHS Foundation Trust", [("place", "Bolton NHS Foundation Trust")]),
        ("in the octagon", [("place", "the octagon")]),
    ],
)
def test_what_may_tell_who_it_is_is_pointed_out(text, found):
    assert pointed_out(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Will do this on the ward round.",
        "More time for the role play, it was the best part. Green chairs.",
        "Start after handover at 1:30pm on Tuesday, half of us were late.",
        "I think I'd speak up. I’m sure the NHS needs it.",
        "the nurse in charge and the matron helped",
        "We were 12 of 20 people in 2026",
        "1234567890 is no number of a patient",
        "An Active Bystander course for everybody in A&E",
        "Say something small at once:\n- Ask what they meant\n- Wait",
        "",
    ],
)
def test_everyday_words_are_left_alone(text):
    assert pointed_out(text) == []


def test_marked_words_are_replaced_by_what_they_are():
    text = "Dr Patel on Ward 7, bleep 4512, wrote to x@nhs.net"
    assert redacted(text, spans_in(text)) == "[name] on [place], [phone], wrote to [email]"


def test_an_nhs_number_is_told_by_its_check_digit():
    assert is_nhs_number("943-476-5919")
    assert not is_nhs_number("943-476-5918")
    assert not is_nhs_number("9434765")


anything = st.text(max_size=400) | st.text("Dr K.@0 7+-()[]'’\n", max_size=400)


@settings(max_examples=150, deadline=None)
@given(text=anything, people=st.lists(st.text(max_size=30), max_size=5))
def test_no_text_in_any_script_breaks_it(text, people):
    spans = spans_in(text, people=people, places=people)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert spans == spans_in(text, people=people, places=people)
    kept = redacted(text, spans)
    assert len(spans) == 0 or kept != text


@settings(max_examples=100, deadline=None)
@given(before=st.text(max_size=50), after=st.text(max_size=50))
def test_an_email_is_found_wherever_it_stands(before, after):
    text = f"{before} jo.bloggs@example.nhs.uk {after}"
    at = text.index("jo.bloggs@example.nhs.uk")
    assert any(span.start <= at < span.end for span in spans_in(text))


@pytest.mark.parametrize(
    "piece",
    ["a", "0", "0 ", "A ", "Dr ", "@", "a.", "a@", "ward ", "Bolton ", "Zoë Ng ", "'", "-", "\n", "💡", "x1"],
)
def test_a_hundred_thousand_characters_take_no_time(piece):
    text = (piece * 100_000)[:100_000]
    began = time.perf_counter()
    spans_in(text, people=PEOPLE * 200, places=PLACES * 50)
    assert time.perf_counter() - began < 3  # seconds; under half of one on a quiet machine
