from datetime import date, time

import pytest
from django import forms

from stepforward.ui.fields import ClockField, DateInputField, LongTextField
from stepforward.ui.forms import Form


class Session(Form):
    date = DateInputField(label="Date of the session")
    starts = ClockField(label="Start time", required=False)
    notes = LongTextField(label="Notes", max_length=10, required=False)


def filled(**data):
    return Session({"date_day": "6", "date_month": "1", "date_year": "2026", **data})


@pytest.mark.parametrize("month", ["1", "01", "jan", "January"])
def test_a_date_may_name_its_month_by_number_or_word(month):
    form = filled(date_month=month)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["date"] == date(2026, 1, 6)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"date_month": ""}, "Date of the session must include a month"),
        ({"date_day": "", "date_year": ""}, "Date of the session must include a day and a year"),
        ({"date_day": "", "date_month": "", "date_year": ""}, "Enter date of the session"),
        ({"date_day": "31", "date_month": "2"}, "Date of the session must be a real date"),
        ({"date_day": "first"}, "Date of the session must be a real date"),
        ({"date_day": "9" * 25}, "Date of the session must be a real date"),
        ({"date_month": "9" * 25}, "Date of the session must be a real date"),
        ({"date_year": "-" + "9" * 25}, "Date of the session must be a real date"),
        ({"date_year": "26"}, "Year must include 4 numbers"),
        ({"date_year": "0000"}, "Date of the session must be a real date"),
    ],
)
def test_a_wrong_date_says_what_is_wrong_and_keeps_what_was_typed(typed, message):
    form = filled(**typed)
    assert form.errors["date"] == [message]
    shown = str(form["date"])
    for part in ("day", "month", "year"):
        value = typed.get(f"date_{part}", {"day": "6", "month": "1", "year": "2026"}[part])
        assert f'name="date_{part}" type="text" inputmode="numeric" value="{value}"' in shown


def test_only_the_missing_boxes_of_a_date_are_marked():
    shown = str(filled(date_month="")["date"])
    assert shown.count("nhsuk-input--error") == 1
    assert 'id="id_date_month"' in shown


def test_one_forms_wrong_date_does_not_mark_the_next_persons():
    assert not filled(date_month="").is_valid()
    later = filled(date_day="31", date_month="2")
    assert str(later["date"]).count("nhsuk-input--error") == 3


def test_a_date_that_was_kept_is_shown_in_its_boxes():
    shown = str(Session(initial={"date": date(2026, 1, 6)})["date"])
    assert 'value="6"' in shown
    assert 'value="2026"' in shown


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("9:30am", time(9, 30)),
        ("9.30 am", time(9, 30)),
        ("14:00", time(14)),
        ("2 pm", time(14)),
        ("2PM", time(14)),
        ("12pm", time(12)),
        ("12am", time(0)),
        ("midday", time(12)),
        ("midnight", time(0)),
        ("", None),
    ],
)
def test_a_time_is_taken_as_people_write_it(typed, at):
    form = filled(starts=typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["starts"] == at


@pytest.mark.parametrize("typed", ["9", "25:00", "13pm", "0am", "9:75am", "soon", "9:3"])
def test_a_time_that_could_mean_anything_is_refused_and_kept(typed):
    form = filled(starts=typed)
    assert form.errors["starts"] == ["Start time must be a time, like 9:30am or 2pm"]
    assert f'value="{typed}"' in str(form["starts"])


def test_a_time_that_was_kept_is_shown_in_words():
    assert 'value="1:30pm"' in str(Session(initial={"starts": time(13, 30)})["starts"])


def test_line_breaks_count_once_as_in_the_browsers_counter():
    assert filled(notes="1234\r\n6789").is_valid()
    assert filled(notes="1234\r\n67890x").errors["notes"] == ["Notes must be 10 characters or fewer"]


def test_an_untouched_extra_form_of_a_formset_counts_as_empty():
    Sessions = forms.formset_factory(Session, extra=1)
    sent = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"}
    sent |= {f"form-0-date_{part}": "" for part in ("day", "month", "year")}
    formset = Sessions(sent)
    assert formset.is_valid()
    assert not formset.has_changed()
