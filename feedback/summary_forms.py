from stepforward.ui.fields import LongTextField
from stepforward.ui.forms import Form


class FewWords(Form):
    names = {"note": "your words"}
    note = LongTextField(
        label="A few words of yours, for the email and the page",
        max_length=500,
        required=False,
        rows=3,
    )
