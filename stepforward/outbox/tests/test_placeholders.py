"""The language of wordings: known placeholders are filled in, everything else is refused or stays text."""

import pytest

from stepforward.outbox.placeholders import fill, mistakes_in

SAID = {"name": "Priya", "course": "Active Bystander", "notes": "", "lines": "one\n\n\ntwo"}
OFFERED = list(SAID)


def filled(text, **more):
    return fill(text, (SAID | more).__getitem__)


def test_a_placeholder_becomes_what_it_stands_for():
    assert filled("Hello {name}, see you at {course}.") == "Hello Priya, see you at Active Bystander."


def test_a_line_of_which_nothing_is_left_disappears_with_its_blank_line():
    assert filled("Preston\n\n{notes}\n\nBye") == "Preston\n\nBye"
    assert (
        filled("Preston\n\n{notes}\n\nBye", notes="The lift is left.")
        == "Preston\n\nThe lift is left.\n\nBye"
    )
    assert filled("Preston\n{notes}\nBye") == "Preston\nBye"


def test_a_sentence_that_comes_out_empty_leaves_no_space_behind():
    assert filled("Sorry. {notes} Bye.") == "Sorry. Bye."
    assert filled("{notes} Bye.") == "Bye."
    assert filled("Sorry. {notes}") == "Sorry."


def test_what_a_value_brings_is_text_and_not_looked_at_again():
    assert filled("{name}", name="{course} {{ course }} {% now %}") == "{course} {{ course }} {% now %}"
    assert filled("a {lines} b") == "a one\n\n\ntwo b"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Hello {nmae}", "{nmae} is not a placeholder of this email. Did you mean {name}?"),
        ("Hello {Name}", "{Name} is not a placeholder of this email. Did you mean {name}?"),
        ("Hello { name }", "{ name } is not a placeholder of this email. Did you mean {name}?"),
        ("Hello {}", "{} is not a placeholder of this email"),
        ("{name.password}", "{name.password} is not a placeholder of this email"),
        ("{name!r:>9999999}", "{name!r:>9999999} is not a placeholder of this email"),
        ("Hello {name, bye", "There is a { without its } near “Hello {name, bye”"),
        ("Hello name}, bye", "There is a } without its { near “Hello name}, bye”"),
        ("{na\nme}", "There is a { without its } near “{na me}”"),
        ("Hello {{ name }}", "Take out {{: a placeholder has one brace on each side, like {name}"),
        ("{% load x %}", "Take out {%: a placeholder has one brace on each side, like {name}"),
        ("[[booking_link]]", "Take out [[: a placeholder has one brace on each side, like {name}"),
    ],
)
def test_what_is_no_placeholder_is_named_in_a_sentence(text, sentence):
    assert sentence in mistakes_in(text, OFFERED)


def test_a_mistake_made_twice_is_said_once():
    assert len(mistakes_in("{x} {x} {y}", OFFERED)) == 2


@pytest.mark.parametrize("text", ["", "No placeholder", "{name}{course}", "100% <b> & $name [name] (name)"])
def test_plain_text_and_known_placeholders_are_no_mistake(text):
    assert mistakes_in(text, OFFERED) == []
