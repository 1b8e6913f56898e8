"""A portfolio on paper: a tagged PDF (PDF/UA-1) with its language and title, A4 upright. It says what its
page says, in the same words.

Typeset by Typst, as certificates are, from `templates/facilitators/portfolio.typ`. What people wrote is data,
never markup.
"""

import json

from django.conf import settings

from stepforward.inspecting import naming
from stepforward.people import links
from stepforward.ui.typesetting import typeset
from stepforward.ui.wording import say_date, say_day

PAGE = settings.BASE_DIR / "templates" / "facilitators" / "portfolio.typ"


def pdf(portfolio, *, now):
    """Bytes. The same portfolio gives, at the same moment, the same paper."""
    return typeset(PAGE, {"said": json.dumps(_said(portfolio, now))}, at=now)


def file_name(portfolio):
    """ "2025-11-26 to 2026-11-25 Facilitator portfolio, Zoë Kaur.pdf": it sorts beside other years."""
    said = f"{portfolio.since} to {portfolio.until} Facilitator portfolio, {portfolio.person.user.name}"
    return naming.file_name(said, "pdf")


def _said(portfolio, now):
    person = portfolio.person
    about = [person.post, person.organisation.name if person.organisation else ""]
    return {
        "name": person.user.name,
        "about": ", ".join(filter(None, about)),
        "period": portfolio.said_period,
        "totals": portfolio.said_totals,
        "courses": [
            {
                "name": held.course.name,
                "now": f"{held.get_stage_display()} since {say_date(held.since)}",
                "steps": [[say_date(step.at), words] for step, words in steps],
            }
            for held, steps in portfolio.courses
        ],
        "parts": [
            {
                "name": part.label,
                "totals": totals,
                "rows": [
                    [
                        say_date(one.session.starts_at),
                        one.session.course.name,
                        one.organisation,
                        one.setting,
                        one.said_people,
                        one.said_time,
                    ]
                    for one in rows
                ],
            }
            for part, totals, rows in portfolio.parts
        ],
        "grown": [[one.area, one.words] for one in portfolio.grown],
        "observations": [_observed(one) for one in portfolio.observations],
        "reflections": [_reflected(one) for one in portfolio.reflections],
        "certificates": [
            [say_date(one.starts_at), one.course, one.part, one.said_code] for one in portfolio.certificates
        ],
        "check": links.absolute("courses:certificate", "CODE"),
        "counted": portfolio.how_counted,
        "printed": say_day(now),
    }


def _observed(observation):
    """What was seen, where it was read: not in the copy of somebody else."""
    texts = []
    if not observation.get_deferred_fields():
        texts = [
            ["What was seen", observation.seen],
            ["What went well", observation.strengths],
            ["One thing to work on", observation.work_on],
        ]
    assignment = observation.assignment
    head = f"{say_date(assignment.session.starts_at)}, by {observation.observer.name}"
    return {"head": head, "as": f"As {assignment.get_part_display().lower()}", "texts": _texts(texts)}


def _reflected(reflection):
    assignment = reflection.assignment
    texts = [
        ["What went well", reflection.went_well],
        ["What I would change next time", reflection.would_change],
    ]
    head = f"{say_date(assignment.session.starts_at)}, {assignment.session.course}"
    return {"head": head, "as": f"As {assignment.get_part_display().lower()}", "texts": _texts(texts)}


def _texts(texts):
    """[(heading, [paragraph, …]), …] of those that say something."""
    said = [(heading, [line for line in text.splitlines() if line.strip()]) for heading, text in texts]
    return [one for one in said if one[1]]
