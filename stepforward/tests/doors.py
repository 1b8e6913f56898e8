"""Who may open which route: written by hand, so that a new route has to be thought about.

EVERYBODY, SIGNED_IN, or the roles. Where somebody holds a right for one object alone (a session's team), the
object asked for here is not theirs; the floors' own tests ask for theirs.
"""

from stepforward.people.roles import Role

EVERYBODY, SIGNED_IN = "everybody", "signed in"
COORDINATOR = {Role.COORDINATOR}
FACILITATOR = {Role.FACILITATOR}
SEES_ROLLOUT = {Role.COORDINATOR, Role.DEAN, Role.PROGRAMME_LEAD}

WHO = {
    "home": EVERYBODY,
    "healthz": EVERYBODY,
    "readyz": EVERYBODY,
    "about": EVERYBODY,
    "become_a_facilitator": EVERYBODY,
    "accessibility": EVERYBODY,
    "privacy": EVERYBODY,
    "cookies": EVERYBODY,
    # one's own account
    "account_login": EVERYBODY,
    "account_request_login_code": EVERYBODY,
    "account_confirm_login_code": EVERYBODY,
    "account_inactive": EVERYBODY,
    "account_signup": EVERYBODY,
    "account_logout": EVERYBODY,
    "account_reset_password": EVERYBODY,
    "account_reset_password_done": EVERYBODY,
    "account_reset_password_from_key": EVERYBODY,
    "account_reset_password_from_key_done": EVERYBODY,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    # the ground
    "audit:events": {Role.COORDINATOR, Role.PROGRAMME_LEAD},
    "outbox:emails": COORDINATOR,
    "outbox:email": COORDINATOR,
    "outbox:retry": COORDINATOR,
    "outbox:withdraw": COORDINATOR,
    "outbox:deliveries": COORDINATOR,
    "outbox:delivery": COORDINATOR,
    "outbox:wordings": COORDINATOR,
    "outbox:wording": COORDINATOR,
    "outbox:reset_wording": COORDINATOR,
    "rollout:dashboard": SEES_ROLLOUT,
    "rollout:report": SEES_ROLLOUT,
    "rollout:panel_csv": SEES_ROLLOUT,
    "ui:gallery": EVERYBODY,
    # what is asked for and booked
    "courses:request": EVERYBODY,
    "courses:request_status": EVERYBODY,
    "courses:requests": COORDINATOR,
    "courses:request_detail": COORDINATOR,
    "courses:sessions": EVERYBODY,
    "courses:session": EVERYBODY,
    "courses:book": EVERYBODY,
    "courses:booking": EVERYBODY,
    "courses:manage_sessions": COORDINATOR,
    "courses:manage_session": COORDINATOR,
    "courses:register": COORDINATOR,
    "courses:walk_in": COORDINATOR,
    "courses:booking_calendar": EVERYBODY,
    "courses:booking_deed": EVERYBODY,
    "courses:withdraw_request": EVERYBODY,
    "courses:link_sent": EVERYBODY,
    "courses:take_request": COORDINATOR,
    "courses:decline_request": COORDINATOR,
    "courses:plan_for_request": COORDINATOR,
    "courses:new_session": COORDINATOR,
    "courses:cancel_booking": COORDINATOR,
    "courses:courses": COORDINATOR,
    "courses:course_domains": COORDINATOR,
    "courses:certificate": EVERYBODY,
    "courses:certificate_pdf": EVERYBODY,
    "courses:paper_register": COORDINATOR,
    "courses:correct_entry": COORDINATOR,
    # who delivers, and when
    "facilitators:availability": FACILITATOR,
    "facilitators:monthly_limit": FACILITATOR,
    "facilitators:offers": FACILITATOR,
    "facilitators:answer": FACILITATOR,
    "facilitators:offer_link": EVERYBODY,
    "facilitators:roster": COORDINATOR,
    "facilitators:facilitator": COORDINATOR,
    "facilitators:staff_session": COORDINATOR,
    "facilitators:offer": COORDINATOR,
    "facilitators:stand_down": COORDINATOR,
    "facilitators:confirm": COORDINATOR,
    "facilitators:change_session": COORDINATOR,
    "facilitators:call_off_session": COORDINATOR,
    "facilitators:calendar": EVERYBODY,
    "facilitators:renew_feed": FACILITATOR,
    "facilitators:withdraw_feed": FACILITATOR,
    # what people made of it
    "feedback:respond": EVERYBODY,
    "feedback:thank_you": EVERYBODY,
    "feedback:session_report": COORDINATOR,
    "feedback:review_comment": COORDINATOR,
}
