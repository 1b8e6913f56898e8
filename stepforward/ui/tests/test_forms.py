import re

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template

from stepforward.ui.errors import page_errors
from stepforward.ui.forms import Form
from stepforward.ui.gallery import Gallery

WHOLE = {
    "organisation": "RMC",
    "team": "Theatres",
    "email": "a@example.test",
    "people": "20",
    "where": "wards",
    "online": "no",
    "groups": ["doctors"],
    "date_day": "6",
    "date_month": "1",
    "date_year": "2026",
    "starts": "2pm",
    "password": "secret words",
    "agrees": "on",
}


def drawn(form):
    return Template("{% crispy form %}").render(Context({"form": form}))


def test_a_form_draws_its_fields_and_neither_form_tag_nor_token():
    html = drawn(Gallery())
    assert "<form" not in html
    assert "csrfmiddlewaretoken" not in html
    assert "nhsuk-error-message" not in html


@pytest.mark.parametrize(
    ("markup", "times"),
    [
        ('<select name="organisation" class="nhsuk-select"', 1),
        ('type="radio"', 5),
        ('type="checkbox"', 4),
        ('class="nhsuk-radios nhsuk-radios--inline"', 1),
        ('<legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">Where do people work?', 1),
        ('data-module="nhsuk-character-count" data-maxlength="100"', 1),
        ('type="file"', 1),
        ('type="password"', 1),
        ('autocomplete="tel"', 1),
        ('inputmode="numeric"', 4),
        ('<span class="sf-optional">(optional)</span>', 3),
    ],
)
def test_each_widget_comes_in_nhs_markup(markup, times):
    assert drawn(Gallery()).count(markup) == times


def test_every_error_stands_at_its_field_and_is_announced_with_it():
    form = Gallery({})
    html = drawn(form)
    assert len(form.errors) == 11
    assert html.count('<span class="nhsuk-u-visually-hidden">Error: </span>') == 11
    assert html.count("nhsuk-form-group--error") == 11
    for name in form.errors:
        assert re.search(rf'aria-describedby="[^"]*id_{name}_error', html), name


def test_every_link_of_the_summary_leads_to_a_control():
    form = Gallery({"date_day": "6"})
    html = drawn(form)
    for target, message in page_errors({"form": form}):
        assert f'id="{target}"' in html, message


def test_a_dates_error_leads_to_the_box_that_is_missing():
    form = Gallery({**WHOLE, "date_month": ""})
    assert page_errors({"form": form}) == [
        ("id_date_month", "Date of the session must include a month"),
    ]


def test_what_was_typed_comes_back_escaped_and_whole_when_it_is_too_long():
    team = "<b>Theatres</b> and everybody who works there"
    html = drawn(Gallery({**WHOLE, "team": team}))
    assert "Team or department must be 30 characters or fewer" in html
    assert "&lt;b&gt;Theatres&lt;/b&gt; and everybody who works there" in html
    assert "maxlength=" not in html.replace("data-maxlength=", "")


def test_a_password_is_not_sent_back():
    assert "secret words" not in drawn(Gallery({**WHOLE, "team": ""}))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"organisation": ""}, "Select organisation"),
        ({"organisation": "XXX"}, "Select organisation"),
        ({"team": ""}, "Enter team or department"),
        ({"email": "wrong"}, "Enter an email address in the correct format, like name@example.com"),
        ({"people": "many"}, "How many people must be a whole number, like 20"),
        ({"people": "4"}, "How many people must be 5 or more"),
        ({"people": "41"}, "How many people must be 40 or fewer"),
        ({"groups": []}, "Select staff groups"),
        ({"agrees": ""}, "Tick the box to go on"),
    ],
)
def test_messages_are_plain_english(wrong, message):
    form = Gallery({**WHOLE, **wrong})
    assert [error for _, error in page_errors({"form": form})] == [message]


def test_messages_that_a_field_was_given_stay():
    class Own(Form):
        team = forms.CharField(error_messages={"required": "We need to know the team"})

    assert Own({}).errors["team"] == ["We need to know the team"]


def test_a_percent_sign_in_a_label_does_no_harm():
    class Share(Form):
        share = forms.IntegerField(label="Share in %", max_value=100)

    assert Share({"share": "200"}).errors["share"] == ["Share in % must be 100 or fewer"]
    assert Share({"share": ""}).errors["share"] == ["Enter share in %"]


def test_a_whole_form_is_accepted_with_its_file():
    form = Gallery(WHOLE, {"plan": SimpleUploadedFile("plan.pdf", b"%PDF-1.7")})
    assert form.is_valid(), form.errors


def test_a_formset_draws_its_management_form_and_reports_its_errors():
    class Person(Form):
        name = forms.CharField(label="Name")

    People = forms.formset_factory(Person, extra=2)
    sent = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-name": "Sam", "form-1-name": ""}
    formset = People(sent)
    html = Template("{% crispy formset formset.empty_form.helper %}").render(Context({"formset": formset}))
    assert 'name="form-TOTAL_FORMS"' in html
    assert 'value="Sam"' in html
    assert page_errors({"formset": formset}) == [("id_form-1-name", "Enter name")]


def test_nothing_chosen_is_said_in_words():
    class Ask(Form):
        setting = forms.TypedChoiceField(choices=[("", "---------"), ("wards", "Wards")])
        online = forms.ChoiceField(choices=[("", "---------"), ("yes", "Yes")], widget=forms.RadioSelect)

    html = drawn(Ask())
    assert "---" not in html
    assert '<option value="" selected>Choose one</option>' in html
    assert html.count('type="radio"') == 1
