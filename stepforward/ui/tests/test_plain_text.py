import pytest
from django import forms

from stepforward.ui.fields import LongTextField
from stepforward.ui.forms import Form


class Note(Form):
    names = {"team": "the team"}
    team = forms.CharField(required=False)
    about = LongTextField(label="About it", required=False)
    password = forms.CharField(widget=forms.PasswordInput, required=False)


@pytest.mark.parametrize(
    "text", ["a\x00b", "bell \x07", "Ward 5\r\nBcc: all@trust.example", "two\nlines", "a\u2028b", "\x85x"]
)
def test_a_text_box_holds_one_line_without_control_characters(text):
    form = Note({"team": f"a{text}z"})
    assert form.errors == {"team": ["The team must have only letters, numbers and punctuation, on one line"]}
    assert form["team"].value() == f"a{text}z"


@pytest.mark.parametrize("text", ["a\x00b", "bell \x07", "back\x08", "half \ud800"])
def test_a_text_area_holds_no_control_characters(text):
    form = Note({"about": text})
    assert form.errors == {"about": ["About it must have only letters, numbers and punctuation"]}


@pytest.mark.parametrize("text", ["Two\r\nlines", "A\ttab", "مرحبا 🎉 👩🏽‍⚕️", "<b>O'Brien & sons</b> 100%"])
def test_a_text_area_holds_whatever_a_keyboard_writes(text):
    form = Note({"about": text, "team": text.replace("\r\n", " ").replace("\t", " ")})
    assert form.is_valid(), form.errors


def test_a_password_may_hold_anything_but_nul():
    assert Note({"password": "bell \x07"}).is_valid()
    assert "password" in Note({"password": "a\x00b"}).errors
