"""What is asked as people grow into the faculty."""

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms

from courses.forms.booking import AboutOneself
from courses.forms.choices import OTHER, OrganisationField
from courses.models import Course, Session
from facilitators.growing.interests import trainings
from facilitators.growing.ruling import ASKED
from facilitators.models import Accreditation, Interest
from facilitators.models.stage_rule import MOST
from stepforward.ui.fields import DateInputField, LongTextField
from stepforward.ui.forms import Form
from stepforward.ui.layout import Details
from stepforward.ui.widgets import Checkboxes, Radios, ShortNumber
from stepforward.ui.wording import say_when


class Invite(Form):
    names = {
        "email": "their email address",
        "name": "their name",
        "organisation": "their organisation",
        "post": "their post",
        "base": "the town they travel from",
    }

    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        help_text="They sign in with it, and we write there.",
        widget=forms.EmailInput(attrs={"spellcheck": "false"}),
    )
    organisation = OrganisationField(required=False)
    post = forms.CharField(label="Post", max_length=120, required=False, help_text="Like ST4 paediatrics.")
    base = forms.CharField(label="Town that they travel from", max_length=80, required=False)

    def clean_organisation(self):
        said = self.cleaned_data["organisation"]
        return None if said in ("", OTHER) else said


class GrowthFilter(Form):
    mark_optional = False
    names = {"course": "a course", "stage": "a stage", "show": "whom to show", "q": "a name"}
    SHOW = (
        ("", "Everybody"),
        ("ready", "Ready for the next stage"),
        ("ends", "Soon out of practice"),
        ("lapsed", "Out of practice"),
        ("doubted", "Attendance taken back since"),
    )

    q = forms.CharField(label="Name", required=False, max_length=80)
    course = forms.ModelChoiceField(Course.objects.all(), required=False, empty_label="Any course")
    stage = forms.ChoiceField(choices=[("", "Any stage"), *Accreditation.Stage.choices], required=False)
    show = forms.ChoiceField(label="Show", choices=SHOW, required=False)


class SignOff(Form):
    """The stage is what its page showed; nothing else is signed."""

    names = {"exception": "why you sign all the same", "stage": "the stage"}

    stage = forms.ChoiceField(choices=Accreditation.Stage, widget=forms.HiddenInput)
    exception = LongTextField(
        label="Why do you sign although something is missing?",
        max_length=300,
        rows=2,
        help_text="It stays with the signature, and they read it.",
    )

    def __init__(self, *args, with_exception, **kwargs):
        super().__init__(*args, **kwargs)
        if not with_exception:
            del self.fields["exception"]


class Renew(Form):
    names = {"exception": "how you know"}
    exception = LongTextField(
        label="How do you know that they are back in practice?",
        max_length=300,
        rows=2,
        help_text="For example, that they delivered elsewhere. It stays with your signature.",
    )


class Accredit(Form):
    names = {"course": "a course", "stage": "a stage", "exception": "how you know"}
    course = forms.ModelChoiceField(Course.objects.all(), empty_label="Choose one")
    stage = forms.ChoiceField(choices=[("", "Choose one"), *Accreditation.Stage.choices])
    exception = LongTextField(
        label="How do you know?",
        max_length=300,
        rows=2,
        help_text="For example, that they have led the course elsewhere. It stays with your signature.",
    )


class Observe(Form):
    names = {
        "seen": "what you saw",
        "strengths": "what went well",
        "work_on": "one thing to work on",
        "ready": "whether they are ready",
    }

    seen = LongTextField(
        label="What did you see?",
        max_length=2000,
        rows=5,
        help_text="What they did, and what the room made of it. Please do not name participants.",
    )
    strengths = LongTextField(label="What went well?", max_length=2000, rows=3)
    work_on = LongTextField(label="One thing to work on", max_length=1000, rows=3)
    ready = forms.TypedChoiceField(
        choices=[("yes", "Yes"), ("not_yet", "Not yet")],
        coerce=lambda value: value == "yes",
        widget=Radios(inline=True),
    )

    def __init__(self, *args, stage, **kwargs):
        super().__init__(*args, **kwargs)
        if stage:
            self.fields["ready"].label = f"Are they ready for the next stage, {stage.label.lower()}?"
        else:
            del self.fields["ready"]


class Decide(Form):
    """What each later stage of one course needs, and which courses train for it."""

    LABELS = {
        "shadowed": "Sessions as shadow",
        "co_facilitated": "Sessions as co-facilitator",
        "led": "Sessions as lead",
        "observed": "Observations by a lead",
        "current_months": "Lapses after months without delivering",
    }
    mark_optional = False

    def __init__(self, *args, course, **kwargs):
        super().__init__(*args, **kwargs)
        rules = {rule.stage: rule for rule in course.stage_rules.all()}
        for stage, name, key in self.asked():
            self.fields[key] = forms.IntegerField(
                label=self.LABELS[name],
                required=False,
                min_value=1 if name == "current_months" else 0,
                max_value=MOST,
                widget=ShortNumber(2),
                help_text="Empty: it never lapses." if name == "current_months" else "",
                initial=getattr(rules.get(stage), name, None) or None,
                error_messages=self.messages(f"{stage.label}: {self.LABELS[name].lower()}"),
            )
        self.fields["taught_by"] = forms.ModelMultipleChoiceField(
            label="Which courses train people to deliver it?",
            queryset=Course.objects.exclude(pk=course.pk),
            required=False,
            widget=Checkboxes(small=True),
            help_text="Who attends one of their sessions becomes a trained facilitator by themselves.",
            initial=course.taught_by.all(),
            error_messages={"invalid_choice": "Select courses from the list"},
        )

    @staticmethod
    def messages(start):
        return {
            "invalid": f"{start} must be a whole number, like 3",
            "min_value": f"{start} must be %(limit_value)s or more",
            "max_value": f"{start} must be %(limit_value)s or fewer",
        }

    @staticmethod
    def asked():
        return [(stage, name, f"{stage}-{name}") for stage, names in ASKED.items() for name in names]

    @property
    def helper(self):
        helper = super().helper
        stages = [
            Fieldset(f"To reach {stage.label.lower()}", Row(*(f"{stage}-{name}" for name in names)))
            for stage, names in ASKED.items()
        ]
        helper.layout = Layout(*stages, "taught_by")
        return helper

    @property
    def needs(self):
        return {(stage, name): self.cleaned_data[key] for stage, name, key in self.asked()}


class Interested(AboutOneself):
    names = AboutOneself.names | {"why": "what you tell us"}
    sent_there = "We send you a link there, on which you confirm it."

    why = LongTextField(
        label="Anything that you would like to tell us?",
        max_length=1000,
        required=False,
        rows=3,
        help_text="For example whether you took the course, and when.",
    )

    @property
    def helper(self):
        helper = super().helper
        elsewhere = Details("My organisation is not in the list", "other_organisation")
        helper.layout = Layout("name", "email", "organisation", elsewhere, "staff_group", "why")
        return helper


class InterestFilter(Form):
    mark_optional = False
    names = {"stage": "which to show", "q": "what to look for"}
    WAITING = "waiting"

    stage = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[(WAITING, "Waiting for us"), ("", "All"), *Interest.Stage.choices],
    )
    q = forms.CharField(label="Name or organisation", required=False, max_length=80)


class TalkedTo(Form):
    names = {"note": "what you talked about"}
    note = LongTextField(
        label="What did you talk about?",
        max_length=1000,
        required=False,
        rows=3,
        help_text="Only coordinators read it.",
    )


class OfferTraining(Form):
    names = {"training": "a facilitator course"}
    training = forms.ModelChoiceField(
        Session.objects.none(), label="Which facilitator course?", empty_label="Choose one"
    )

    def __init__(self, *args, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["training"].queryset = trainings(now)
        self.fields["training"].label_from_instance = lambda one: (
            f"{one.course}, {say_when(one.starts_at, one.ends_at)}, {one.place}"
        )


class NotNow(Form):
    names = {"reason": "why not now"}
    reason = forms.CharField(label="Why not now?", max_length=300, help_text="Only coordinators read it.")


class GoOnLeave(Form):
    FOR = (("leave", "On leave, and back after it"), ("good", "Leaving the programme"))
    names = {"kind": "what it is", "starts_on": "the first day", "ends_on": "the last day"}
    mark_optional = False

    kind = forms.ChoiceField(label="What is it?", choices=FOR, widget=Radios(small=True))
    starts_on = DateInputField(label="First day away", help_text="For example, 15 3 2027")
    ends_on = DateInputField(
        label="Last day away", required=False, help_text="Leave it empty if you leave the programme."
    )

    def clean(self):
        said = super().clean()
        if said.get("kind") == "leave" and not said.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", "Enter the last day away")
        elif said.get("kind") == "good":
            said["ends_on"] = None
        return said

    @property
    def days(self):
        return {name: self.cleaned_data.get(name) for name in ("starts_on", "ends_on")}
