"""Who may do what, for an information-governance lead to read. A person may have several roles."""

from enum import Enum

from django.db import models


class Permission(Enum):
    """Each is one thing a person may do; the sentence says it in full."""

    ANSWER_REQUESTS = "Read training requests with the contact's details, take, answer and decline them."
    PLAN_SESSIONS = "Plan, change, open and call off sessions, and see who is booked."
    KEEP_PEOPLE = (
        "See what somebody booked and attended over the years, and make one of two who are one person."
    )
    ORDER_FOOD = "See who cannot eat what, to order the food for a session."
    KEEP_REGISTERS = "Mark who came to a session and close its register."
    READ_CASES = "Read the case reports for discussion that are meant for every facilitator."
    WRITE_CASES = "Write case reports, check that nobody can be known from them, use and retire them."
    READ_SESSION_PAPERS = "Read the cases picked for a session, and its materials."
    KEEP_COSTS = "Record what sessions cost and who paid, and that a facilitator got their money back."
    SEE_COSTS = "See what a session cost, and add what one paid out of one's own pocket."
    MOVE_RECORDS = "Move records in from spreadsheets, and take that back."
    STAFF_SESSIONS = "See who is free, and offer facilitators a part in a session."
    SEE_ROSTER = "See every facilitator, their accreditations and availability."
    SAY_AVAILABILITY = "Say when oneself is free, and answer one's own offers."
    INVITE_FACILITATORS = "Give somebody an account as a facilitator."
    KEEP_INTEREST = "Read who would like to facilitate, and offer them a place in a facilitator course."
    SEE_GROWTH = "See how far every facilitator has come, and who signed it."
    SIGN_STAGES = "Sign that a facilitator has reached a stage, or make an exception and say why."
    SET_STAGES = "Decide what each stage of a facilitator needs."
    KEEP_SUPPORT = "See which facilitators support each other and when they last talked, and arrange it."
    READ_OBSERVATIONS = "Read what leads observed of facilitators."
    READ_REFLECTIONS = "Read the reflections on sessions that facilitators chose to share, and no others."
    SEE_CASCADE = "See who was trained by whom."
    SEE_ROLLOUT = "See the dashboards and reports, which hold no names."
    READ_SESSION_FEEDBACK = (
        "Read a session's feedback where enough people answered, and decide who else reads its comments."
    )
    READ_COMMENTS = "Read what people wrote after sessions, and say which themes it holds."
    WRITE_QUESTIONNAIRES = "Write what people are asked before a session, after it and three months on."
    READ_EMAILS = "Read, retry and withdraw the emails that the system sends."
    WRITE_MAILINGS = "Write to a session's people, or to those who wait for an answer, and see who got it."
    WORD_EMAILS = "Change what the emails say, and see with real details how they would read."
    READ_AUDIT = "Read who did what, and when."


class Role(models.TextChoices):
    COORDINATOR = "coordinator", "Coordinator"
    FACILITATOR = "facilitator", "Facilitator"
    DEAN = "dean", "Dean"
    PROGRAMME_LEAD = "programme_lead", "Programme lead"


PERMISSIONS = {
    Role.COORDINATOR: {
        Permission.ANSWER_REQUESTS,
        Permission.PLAN_SESSIONS,
        Permission.KEEP_PEOPLE,
        Permission.ORDER_FOOD,
        Permission.KEEP_REGISTERS,
        Permission.READ_CASES,
        Permission.WRITE_CASES,
        Permission.READ_SESSION_PAPERS,
        Permission.KEEP_COSTS,
        Permission.SEE_COSTS,
        Permission.MOVE_RECORDS,
        Permission.STAFF_SESSIONS,
        Permission.SEE_ROSTER,
        Permission.INVITE_FACILITATORS,
        Permission.KEEP_INTEREST,
        Permission.SEE_GROWTH,
        Permission.SET_STAGES,
        Permission.KEEP_SUPPORT,
        Permission.READ_OBSERVATIONS,
        Permission.READ_REFLECTIONS,
        Permission.SEE_CASCADE,
        Permission.SEE_ROLLOUT,
        Permission.READ_SESSION_FEEDBACK,
        Permission.READ_COMMENTS,
        Permission.WRITE_QUESTIONNAIRES,
        Permission.READ_EMAILS,
        Permission.WRITE_MAILINGS,
        Permission.WORD_EMAILS,
        Permission.READ_AUDIT,
    },
    Role.FACILITATOR: {Permission.SAY_AVAILABILITY, Permission.READ_CASES},
    Role.DEAN: {Permission.SEE_ROLLOUT, Permission.SEE_CASCADE},
    Role.PROGRAMME_LEAD: {
        Permission.SEE_ROLLOUT,
        Permission.READ_AUDIT,
        Permission.SEE_GROWTH,
        Permission.SIGN_STAGES,
        Permission.SET_STAGES,
        Permission.READ_REFLECTIONS,
        Permission.READ_COMMENTS,
        Permission.WRITE_QUESTIONNAIRES,
    },
}


def permissions_of(roles):
    """The set of Permission that these role values bring together."""
    return set().union(*(PERMISSIONS[Role(role)] for role in roles))
