"""The demo's story: somebody has brought last year's requests, which wait to be checked."""

import io

from stepforward.importing import confirming, running
from stepforward.people.models import User
from stepforward.people.roles import Role
from stepforward.people.seed import email_of

NAME = "requests before Step Forward.csv"
REQUESTS = """Email;Name;Organisation;Department;How many people?;Preferred dates;Focus
asks.one@nowhere.example;Jo Brennan;Bolton NHS FT;Theatres;about 30;any Tuesday pm in March;Racism
asks.two@nowhere.example;Priya Shah;MRI;Paediatrics;9-16;audit mornings;Bullying
asks.three@nowhere.example;Lee Marsh;Tameside;Obstetrics;not sure;w/c 14.05.24;Sexism
;Kim Doyle;Stockport;Critical care;18;flexible;Ableism
"""


def plant(*, now, rng):
    coordinator = User.objects.get(email=email_of(Role.COORDINATOR))
    confirming.confirm(meanings={("organisation", "Aintree Hospital"): "REM"}, by=coordinator, now=now)
    running.bring(file=io.BytesIO(REQUESTS.encode()), name=NAME, by=coordinator, now=now)
