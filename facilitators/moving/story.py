"""The demo's story: the answers to a poll wait to be checked, with a name that may be either of two."""

import io
from datetime import timedelta

from stepforward.importing import running
from stepforward.people.models import User
from stepforward.people.roles import Role
from stepforward.people.seed import email_of
from stepforward.ui.wording import civil_date

NAME = "availability poll.csv"
POLL = """Poll "Active Bystander next term"

,{days}
,09:00-12:00,13:30-16:30,09:00-12:00,13:30-16:30
Amira Haddad,OK,(OK),,OK
"Patel, Yusuf",,OK,OK,
Hannah,(OK),,OK,OK
Samuel or Daniel,OK,,,
Tariq Mahmood,late,OK,,OK
Count,2,2,2,3
"""


def plant(*, now):
    monday = civil_date(now) + timedelta(days=63 - civil_date(now).weekday())
    days = [f"{monday + timedelta(days=after):%a %d/%m/%y}" for after in (0, 0, 3, 3)]
    coordinator = User.objects.get(email=email_of(Role.COORDINATOR))
    file = io.BytesIO(POLL.format(days=",".join(days)).encode())
    running.bring(file=file, name=NAME, by=coordinator, now=now)
