"""Two small materials of the demo, made here: a handout for everybody and notes for the team."""

import io

import typst

from courses import materials
from courses.models import Course

HANDOUT = """
#set document(title: "Five ways to respond", author: "Step Forward")
#set page(paper: "a4", margin: 25mm)
#set text(lang: "en", region: "GB", size: 13pt)
= Five ways to respond
Notice, then choose what is safe for you and for the person who was hurt.
+ *Say what you saw.* “I noticed that you were cut off.”
+ *Ask.* “What did you mean by that?”
+ *Interrupt.* “Can I borrow you for a minute?”
+ *Fetch help.* Somebody else may find it easier to speak.
+ *Come back to it.* “I heard that yesterday. How are you?”
"""
NOTES = """Notes for the team

0:00  Welcome, and what we agree on: what is said here stays here.
0:15  What is a bystander? Everybody writes down one moment when they wished they had spoken.
0:35  First case, in groups of five of mixed staff groups.
1:05  Five ways to respond, practised in pairs.
1:35  Second case, in the whole room.
1:55  One thing that each of us will try this week.

Bring pens, the cases printed once for each group, and the number of somebody to talk to afterwards.
"""


def plant(*, coordinator, now):
    course = Course.objects.get(code="active-bystander")
    pdf = typst.compile(HANDOUT.encode(), pdf_standards=["ua-1"], timestamp=round(now.timestamp()))
    for title, readers, content in (
        ("Five ways to respond", "people", pdf),
        ("Notes for the team", "team", NOTES.encode()),
    ):
        materials.add(
            course=course,
            title=title,
            readers=readers,
            file=io.BytesIO(content),
            by=coordinator,
            now=now,
        )
