"""Finding a session its team: offering parts, answering, passing on, standing down, and what that does to the
session."""

from facilitators.staffing.answer_times import answer_due
from facilitators.staffing.answering import WHY_NOT_OPEN, accept, can_be_answered, decline, give_back
from facilitators.staffing.cover import ask_for_cover
from facilitators.staffing.offering import offer, offer_team
from facilitators.staffing.passing_on import lapse_offers
from facilitators.staffing.reserves import let_go, waiting_for
from facilitators.staffing.sessions import call_off_session, change_session, confirm_and_open, stand_down

__all__ = [
    "WHY_NOT_OPEN",
    "accept",
    "answer_due",
    "ask_for_cover",
    "call_off_session",
    "can_be_answered",
    "change_session",
    "confirm_and_open",
    "decline",
    "give_back",
    "lapse_offers",
    "let_go",
    "offer",
    "offer_team",
    "stand_down",
    "waiting_for",
]
