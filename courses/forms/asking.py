"""What a department is asked when it asks for a course."""

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms

from courses.forms.choices import OfAnOrganisation, OrganisationField
from courses.forms.named_days import named_days
from courses.models.training_request import DayPart, Delivery, Focus, Setting, Weekday
from courses.planned_days import AT_MOST_AHEAD
from stepforward.people.staff_groups import StaffGroup
from stepforward.ui.fields import DateInputField, LongTextField
from stepforward.ui.forms import Form
from stepforward.ui.widgets import Checkboxes, Radios, ShortNumber
from stepforward.ui.wording import today


class AskForCourse(OfAnOrganisation):
    names = {
        "organisation": "your organisation",
        "other_organisation": "the name of your organisation",
        "team": "the team or department",
        "setting": "where the team works",
        "delivery": "how the course should be held",
        "people": "about how many people would come",
        "earliest": "the earliest date",
        "latest": "the latest date",
        "dates": "the dates that suit",
        "about": "what you tell us",
        "contact_name": "your name",
        "contact_email": "your email address",
        "contact_phone": "phone number",
    }

    organisation = OrganisationField(label="Your organisation")
    other_organisation = forms.CharField(
        label="Name of your organisation",
        max_length=120,
        required=False,
        help_text="Only if it is not in the list.",
    )
    team = forms.CharField(label="Team or department", max_length=120)
    setting = forms.ChoiceField(label="Where does the team work?", choices=Setting, widget=Radios(small=True))
    people = forms.IntegerField(
        label="About how many people would come?",
        min_value=1,
        max_value=1000,
        widget=ShortNumber(4),
        help_text="8 to 30 people fit one session. For more we plan several.",
    )
    staff_groups = forms.MultipleChoiceField(
        label="Which staff groups?",
        choices=StaffGroup,
        required=False,
        widget=Checkboxes(small=True),
        help_text="Mixed groups work best.",
    )
    delivery = forms.ChoiceField(label="How should it be held?", choices=Delivery, widget=Radios(small=True))
    earliest = DateInputField(
        label="Earliest date that suits", required=False, help_text="For example, 15 3 2027"
    )
    latest = DateInputField(
        label="Latest date that suits", required=False, help_text="For example, 30 4 2027"
    )
    dates = forms.CharField(
        label="Or name the only dates that suit",
        max_length=300,
        required=False,
        help_text="For example, 24 May or 8 July. Then leave the two dates above empty.",
    )
    weekdays = forms.TypedMultipleChoiceField(
        label="Which days of the week?",
        choices=Weekday,
        coerce=int,
        required=False,
        widget=Checkboxes(small=True),
        help_text="Leave empty if any day suits.",
    )
    day_parts = forms.MultipleChoiceField(
        label="Which part of the day?",
        choices=DayPart,
        required=False,
        widget=Checkboxes(small=True),
        help_text="Leave empty if any time suits.",
    )
    focus = forms.MultipleChoiceField(
        label="What should the course focus on?",
        choices=Focus,
        required=False,
        widget=Checkboxes(small=True),
    )
    about = LongTextField(
        label="Tell us more, in your own words",
        max_length=2000,
        required=False,
        rows=5,
        help_text="What led you to ask? Please do not name patients or colleagues.",
    )
    contact_name = forms.CharField(
        label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    contact_email = forms.EmailField(
        label="Your email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    contact_phone = forms.CharField(
        label="Your phone number",
        max_length=30,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "tel", "inputmode": "tel", "class": "nhsuk-input--width-20"}
        ),
    )
    # People never see it; programs that fill in whatever they find do.
    website = forms.CharField(
        label="Leave this empty",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    @property
    def helper(self):
        helper = super().helper
        helper.layout = Layout(
            Fieldset("Your team", "organisation", "other_organisation", "team", "setting"),
            Fieldset("Who would come", "people", "staff_groups"),
            Fieldset(
                "When and how", "delivery", Row("earliest", "latest"), "dates", Row("weekdays", "day_parts")
            ),
            Fieldset("What it should be about", "focus", "about"),
            Fieldset("How we reach you", "contact_name", "contact_email", "contact_phone"),
        )
        return helper

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise forms.ValidationError("This field must stay empty. Empty it and send again.")
        return ""

    def clean_earliest(self):
        earliest = self.cleaned_data["earliest"]
        if earliest and earliest < today():
            raise forms.ValidationError("The earliest date must be today or in the future")
        return earliest

    def clean_latest(self):
        latest = self.cleaned_data["latest"]
        if not latest:
            return latest
        if latest < today():
            raise forms.ValidationError("The latest date must be today or in the future")
        if latest > today() + AT_MOST_AHEAD:
            raise forms.ValidationError("The latest date must be within the next two years")
        return latest

    def clean_dates(self):
        days = named_days(self.cleaned_data["dates"], today=today())
        if days and days[-1] > today() + AT_MOST_AHEAD:
            raise forms.ValidationError("Every date must be within the next two years")
        return days

    def clean(self):
        said = super().clean()
        if said.get("dates"):
            said["earliest"], said["latest"] = said["dates"][0], said["dates"][-1]
        elif "dates" in said:
            for name in ("earliest", "latest"):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        earliest, latest = said.get("earliest"), said.get("latest")
        if earliest and latest and latest < earliest:
            self.add_error("latest", "The latest date must be the same as or after the earliest date")
        return said

    @property
    def said(self):
        """The request's fields, once the form is valid."""
        return {name: value for name, value in super().said.items() if name != "website"}


class Decline(Form):
    reason = LongTextField(
        label="Why not?",
        max_length=500,
        help_text="The requester reads these words in an email.",
        error_messages={"required": "Say why, because the requester reads it"},
    )
    names = {"reason": "the reason"}
