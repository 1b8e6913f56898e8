"""Every component on one page, with and without errors; for development and tests, not for production."""

from datetime import UTC, datetime, time

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.contrib import messages
from django.shortcuts import render

from stepforward.people.access import public
from stepforward.ui.fields import ClockField, DateInputField, LongTextField, PdfField
from stepforward.ui.forms import Form
from stepforward.ui.paging import paged
from stepforward.ui.widgets import Checkboxes, Circles, Radios, ShortNumber

SETTINGS = [("theatres", "Operating theatres"), ("wards", "Wards"), ("community", "Community")]
GROUPS = [("doctors", "Doctors"), ("nursing", "Nursing and midwifery"), ("estates", "Estates and facilities")]
EMAIL = forms.EmailInput(attrs={"autocomplete": "email"})
PHONE = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
YES_NO = [("yes", "Yes"), ("no", "No")]
SYSTEMS = [("", "All of the North West"), ("gm", "Greater Manchester")]
SCALE = [(str(n), str(n)) for n in range(1, 6)]


class Gallery(Form):
    names = {
        "email": "your email address",
        "agrees": "that you agree",
        "where": "where people work",
        "people": "how many people",
        "online": "whether it is online",
    }

    organisation = forms.ChoiceField(choices=[("", "Choose one"), ("RMC", "Bolton NHS Foundation Trust")])
    team = forms.CharField(label="Team or department", max_length=30, help_text="For example, theatres")
    email = forms.EmailField(label="Your email address", widget=EMAIL)
    phone = forms.CharField(required=False, label="Phone number", widget=PHONE)
    people = forms.IntegerField(
        label="How many people",
        min_value=5,
        max_value=40,
        widget=ShortNumber(3),
    )
    where = forms.ChoiceField(
        label="Where do people work?", choices=SETTINGS, widget=Radios(hints={"wards": "Including day units"})
    )
    online = forms.ChoiceField(choices=YES_NO, widget=Radios(inline=True), label="Online?")
    groups = forms.MultipleChoiceField(label="Staff groups", choices=GROUPS, widget=Checkboxes)
    date = DateInputField(label="Date of the session", help_text="For example, 6 1 2026")
    starts = ClockField(label="Start time", help_text="For example, 9:30am or 2pm")
    notes = LongTextField(label="What should we know?", max_length=100, required=False)
    plan = PdfField(label="A plan", required=False, help_text="A PDF of up to 2MB")
    password = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    agrees = forms.BooleanField(label="I agree that you may write to me")

    @property
    def helper(self):
        helper = super().helper
        helper.layout = Layout(
            Fieldset("Who asks", "organisation", "team", Row("email", "phone"), "people"),
            Fieldset(
                "What for",
                "where",
                "online",
                "groups",
                Row("date", "starts"),
                "notes",
                "plan",
                "password",
                "agrees",
            ),
        )
        return helper


class Answers(Form):
    names = {"before": "how it was before", "now": "how it is now", "recommend": "a number from 1 to 5"}

    before = forms.ChoiceField(choices=SCALE, widget=Circles)
    now = forms.ChoiceField(choices=SCALE, widget=Circles, label="Now")
    recommend = forms.ChoiceField(choices=SCALE, widget=Circles, label="Would you recommend it?")


class Filter(Form):
    phase = forms.ChoiceField(required=False, choices=[("", "All phases"), ("2", "Phase two")])
    system = forms.ChoiceField(required=False, choices=SYSTEMS)


@public
def show(request):
    """?errors shows every form as it comes back; ?messages the banners. Nothing is kept, whatever is sent."""
    posted = request.method == "POST"
    wrong = {"date_day": "6", "email": "wrong", "now": "4"} if "errors" in request.GET else None
    sent = request.POST if posted else wrong
    form = Gallery(sent, request.FILES or None, initial={"starts": time(13, 30)})
    answers = Answers(sent, initial={"before": "2", "now": "4"})
    if "messages" in request.GET:
        messages.success(request, "The session is open. The requester has been told.")
        messages.info(request, "Two facilitators have not answered yet.")
    return render(
        request,
        "ui/gallery.html",
        {
            "title": "Every part",
            "form": form,
            "answers": answers,
            "forms": [answers],
            "filter": Filter(request.GET if request.GET else None),
            "page": paged(request, range(1, 501)),
            "starts": datetime(2026, 1, 6, 13, 30, tzinfo=UTC),
            "ends": datetime(2026, 1, 6, 15, 30, tzinfo=UTC),
        },
        status=422 if posted and not form.is_valid() else 200,
    )
