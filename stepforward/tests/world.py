"""The demo's story in the test database, somebody in every role, and for every route a real thing."""

import random
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from urllib.parse import urlsplit

from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, resolve, reverse
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

from courses import block_emails, check_in_codes, inviting
from courses import emails as booking_emails
from courses.models import (
    Block,
    Booking,
    CaseReport,
    Certificate,
    Cost,
    Mailing,
    Material,
    Quote,
    Session,
    TrainingRequest,
    UnmatchedCheckIn,
)
from facilitators import feeds, programme_calendar
from facilitators.asking.emails import POLL
from facilitators.emails import AVAILABILITY, OFFER
from facilitators.growing.emails import INTEREST
from facilitators.models import (
    Asked,
    Assignment,
    Facilitator,
    Interest,
    Leave,
    Observation,
    Poll,
    Reserve,
    Rota,
    Support,
)
from feedback import seed as feedback_seed
from feedback.models import Comment, Questionnaire, Summary, Theme
from stepforward.importing.models import Meaning, Run
from stepforward.measuring.serving import do_what_is_due
from stepforward.outbox.models import OutgoingEmail
from stepforward.people import links, seed
from stepforward.people.models import User
from stepforward.people.roles import Role
from stepforward.rollout import registry

ANONYMOUS, STRANGER = "anonymous", "stranger"
PASSWORD = "a long walk in Bowland"
POSTED = {"feedback:review_comment": {"state": "shown"}}  # where a deed without anything said is no deed
PERSONAS = (ANONYMOUS, STRANGER, *(role.value for role in Role))


def plant():
    """Everything that `seed_demo` plants and that beat then finds due, and somebody without a role."""
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "seed"):
            import_module(f"{app.name}.seed").plant(now=timezone.now(), rng=random.Random(2026))
    User.objects.create_user("stranger@stepforward.example", name="Sam Stranger", password=PASSWORD)
    seed.give_password(PASSWORD)
    do_what_is_due()


@contextmanager
def planted():
    """All that `plant` does, rolled back at the end."""
    whole = transaction.atomic()
    whole._from_testcase = True  # as in Django's own TestCase, so that durable blocks may run inside
    with whole:
        plant()
        yield
        transaction.set_rollback(True)


def clients():
    """{persona: a client signed in as them}."""
    found = {ANONYMOUS: Client(raise_request_exception=False), STRANGER: Client()}
    found[STRANGER].force_login(User.objects.get(email="stranger@stepforward.example"))
    for role in Role:
        found[role.value] = Client(raise_request_exception=False)
        found[role.value].force_login(User.objects.get(email=seed.email_of(role)))
    return found


def routes():
    """{route name: (whether its path has keys, its view)} of the whole site."""

    def walk(patterns, namespace, keyed):
        for pattern in patterns:
            mine = keyed or bool(pattern.pattern.regex.groupindex)
            if isinstance(pattern, URLPattern):
                name = pattern.name or str(pattern.pattern)
                yield ":".join(filter(None, [namespace, name])), (mine, pattern.callback)
            else:
                inner = ":".join(filter(None, [namespace, pattern.namespace]))
                yield from walk(pattern.url_patterns, inner, mine)

    return dict(walk(get_resolver().url_patterns, "", False))


def not_mine(queryset):
    """A row that the demo's facilitator has no part in."""
    return queryset.exclude(assignments__facilitator__user__email=seed.email_of(Role.FACILITATOR)).first()


def keys():
    """{route: its keyword arguments}, each leading to something that is really there."""
    coming = not_mine(Session.objects.filter(state="open", starts_at__gt=timezone.now()))
    past = not_mine(Session.objects.filter(state="delivered"))
    session, done, email = {"pk": coming.pk}, {"pk": past.pk}, {"pk": OutgoingEmail.objects.first().pk}
    asked = {"pk": TrainingRequest.objects.waiting().first().pk}
    mine = Assignment.objects.filter(facilitator__user__email=seed.email_of(Role.FACILITATOR))
    other = Facilitator.objects.exclude(user__email=seed.email_of(Role.FACILITATOR)).first()
    assignment = Assignment.objects.filter(session=coming).first()
    trainer, away = {"pk": other.pk}, Leave.objects.first()
    signed = trainer | {"accreditation_pk": other.accreditations.first().pk}
    seen = Observation.objects.exclude(observer__email=seed.email_of(Role.FACILITATOR)).first()
    watched = Observation.objects.get(observer__email=seed.email_of(Role.FACILITATOR))
    me = User.objects.get(email=seed.email_of(Role.FACILITATOR))
    supervision = Support.objects.filter(kind="supervisor", ends_on=None).exclude(
        pk__in=Support.objects.of(me)
    )
    supervision = supervision.first()
    gap = Assignment.objects.filter(state="given_back", session__starts_at__gt=timezone.now()).first()
    fell_out = {"pk": gap.session_id, "assignment_pk": gap.pk}
    reserve = Reserve.objects.waiting().first()
    own_calendar = {"pk": mine.first().facilitator.busy_calendars.first().pk}
    others = Cost.objects.owed().exclude(payer__email=seed.email_of(Role.FACILITATOR)).first()
    owed, quote = {"pk": others.pk}, Quote.objects.first()
    brought = {"pk": Run.objects.first().pk}
    block = {"pk": Block.objects.first().pk}
    handout = Material.objects.get(course=coming.course, readers="people")
    unmatched = UnmatchedCheckIn.objects.first()
    case = {"pk": CaseReport.objects.filter(readers="facilitators", newest__number=2).first().pk}
    said = {"pk": Comment.objects.exclude(round=None).first().pk}
    draft = {"pk": Mailing.objects.get(state="draft").pk}
    written = Questionnaire.objects.get(is_draft=True, wave="three_months")
    of_written = {"pk": written.pk}
    asking = of_written | {"code": written.questions[0]["code"]}
    first, second = Booking.objects.filter(state="booked").exclude(email="").order_by("pk")[:2]
    alike = {"pk": first.pk, "other_pk": second.pk}
    return {
        "account_reset_password_from_key": {"uidb36": "1", "key": "unknown"},
        "outbox:email": email,
        "outbox:retry": email,
        "outbox:withdraw": email,
        "outbox:delivery": {"name": "1.eml"},
        "outbox:wording": {"kind": "courses/booking_confirmed"},
        "outbox:reset_wording": {"kind": "courses/booking_confirmed"},
        "importing:run": brought,
        "importing:confirm": brought,
        "importing:choose": brought,
        "importing:look_again": brought,
        "importing:stop": brought,
        "importing:move_in": brought,
        "importing:take_back": brought,
        "importing:forget": {"pk": Meaning.objects.first().pk},
        "rollout:panel_file": {"slug": registry.panels()[0].slug, "kind": "csv"},
        "courses:request_detail": asked,
        "courses:write_note": asked,
        "courses:reply_to_request": asked,
        "courses:settle_request": asked,
        "courses:hand_over_request": asked,
        "courses:link_session": asked,
        "courses:unlink_session": asked,
        "courses:repeats": asked,
        "courses:take_request": asked,
        "courses:decline_request": asked,
        "courses:plan_for_request": asked,
        "courses:session": session,
        "courses:book": session,
        "courses:link_sent": session,
        "courses:manage_session": session,
        "courses:copy_session": session,
        "courses:invite": {"pk": Session.objects.get(visibility="invitation").pk},
        "courses:venue": {"pk": past.venue_id},
        "courses:retire_venue": {"pk": past.venue_id},
        "courses:use_venue_again": {"pk": past.venue_id},
        "courses:cancel_booking": session | {"booking_pk": coming.bookings.live().first().pk},
        "courses:swap_booking": session | {"booking_pk": coming.bookings.live().first().pk},
        "courses:places": session,
        "courses:keep_block": session,
        "courses:manage_block": block,
        "courses:block_deed": block,
        "courses:register": done,
        "courses:walk_in": done,
        "courses:register_marks": done,
        "courses:check_in_screen": {"pk": unmatched.session_id},
        "courses:welcome_walk_ins": {"pk": unmatched.session_id},
        "courses:set_aside": {"pk": unmatched.session_id},
        "courses:settle_check_in": {"pk": unmatched.session_id, "check_in_pk": unmatched.pk},
        "courses:check_in": {"code": check_in_codes.code_now(unmatched.session, timezone.now())},
        "courses:headcount": done,
        "courses:stay": done | {"booking_pk": past.bookings.booked().first().pk},
        **dict.fromkeys(["courses:merge_people", "courses:say_apart", "courses:take_apart_back"], alike),
        "courses:person": {"pk": Certificate.objects.exclude(booking=None).first().booking_id},
        "courses:course_domains": {"pk": past.course_id},
        "courses:course_joining": {"pk": past.course_id},
        "courses:joining": session,
        "courses:send_joining_again": session,
        "courses:paper_register": done,
        "courses:paper_register_pdf": done,
        "courses:correct_entry": done | {"booking_pk": past.bookings.booked().first().pk},
        **dict.fromkeys(["courses:case", "courses:edit_case", "courses:check_case"], case),
        **dict.fromkeys(["courses:retire_case", "courses:case_versions"], case),
        **dict.fromkeys(["courses:case_version", "courses:bring_case_back"], case | {"number": 1}),
        "courses:session_cases": session,
        "courses:session_case_deed": session | {"case_pk": case["pk"], "deed": "pick"},
        "courses:course_materials": {"pk": handout.course_id},
        "courses:session_materials": session,
        "courses:session_material": session | {"material_pk": handout.pk},
        **dict.fromkeys(["courses:material", "courses:material_file"], {"pk": handout.pk}),
        "courses:remove_material": {"pk": handout.pk},
        "courses:session_costs": done,
        "courses:cost": owed,
        "courses:remove_cost": owed,
        "courses:pay_back": owed,
        "courses:quotes": {"pk": quote.course_id},
        "courses:remove_quote": {"pk": quote.course_id, "quote_pk": quote.pk},
        "courses:write_to_session": session,
        "courses:mailing": {"pk": Mailing.objects.exclude(state="draft").first().pk},
        "courses:edit_mailing": draft,
        "courses:send_mailing": draft,
        "courses:discard_mailing": draft,
        "courses:stop_mailing": {"pk": Mailing.objects.exclude(state="draft").first().pk},
        "facilitators:time_spent": {"pk": past.assignments.accepted().first().pk},
        "facilitators:reflection": {"pk": mine.accepted().filter(session__state="delivered").first().pk},
        "facilitators:answer": {"pk": mine.first().pk},
        "facilitators:try_calendar": own_calendar,
        "facilitators:remove_calendar": own_calendar,
        "facilitators:facilitator": trainer,
        "facilitators:growth_of": trainer,
        **dict.fromkeys(["facilitators:portfolio_of", "facilitators:portfolio_of_pdf"], trainer),
        "facilitators:accredit": trainer,
        "facilitators:sign_stage": signed,
        "facilitators:edit_stage_rules": {"pk": past.course_id},
        "facilitators:one_interest": {"pk": Interest.objects.waiting().first().pk},
        "facilitators:leave": trainer,
        "facilitators:come_back": {"pk": away.facilitator_id, "leave_pk": away.pk},
        "facilitators:observe": {"pk": watched.assignment_id},
        "facilitators:observation": {"pk": seen.pk},
        "facilitators:ask_when_free": trainer,
        "facilitators:support_of": trainer,
        **dict.fromkeys(["facilitators:end_support", "facilitators:talked"], {"pk": supervision.pk}),
        **dict.fromkeys(["facilitators:poll", "facilitators:close_poll"], {"pk": Poll.objects.first().pk}),
        "facilitators:staff_session": session,
        "facilitators:offer": session,
        "facilitators:offer_team": session,
        "facilitators:session_dates": session,
        "facilitators:request_dates": asked,
        "facilitators:plan_then": asked,
        "facilitators:confirm": session,
        "facilitators:change_session": session,
        "facilitators:call_off_session": session,
        "facilitators:revive_session": {"pk": Session.objects.filter(state="called_off").first().pk},
        **dict.fromkeys(["facilitators:rota", "facilitators:stop_rota"], {"pk": Rota.objects.first().pk}),
        "facilitators:draft_rota_again": {"pk": Rota.objects.first().pk},
        "facilitators:offer_rota": {"pk": Rota.objects.first().pk},
        "facilitators:stand_down": session | {"assignment_pk": assignment.pk},
        "facilitators:drop_out": session | {"assignment_pk": assignment.pk},
        "facilitators:find_cover": fell_out,
        "facilitators:let_go": {"pk": reserve.session_id, "reserve_pk": reserve.pk},
        "feedback:session_report": done,
        "feedback:new_questionnaire": {"course_pk": written.course_id, "wave": "after"},
        **dict.fromkeys(["feedback:questionnaire", "feedback:draft"], of_written),
        **dict.fromkeys(["feedback:use_questionnaire", "feedback:throw_away_draft"], of_written),
        **dict.fromkeys(["feedback:add_question", "feedback:choose_question"], of_written),
        **dict.fromkeys(["feedback:question", "feedback:arrange_question"], asking),
        "feedback:feedback_of": {"pk": assignment.facilitator_id},
        "feedback:prepare_summary": {"pk": Summary.objects.first().request_id},
        "feedback:screen": {"pk": unmatched.session_id},
        "feedback:door": {"code": check_in_codes.code_now(unmatched.session, timezone.now())},
        "feedback:analysis_file": {"slug": "response", "kind": "csv"},
        **dict.fromkeys(["feedback:quote_comment", "feedback:stop_quoting"], said),
        "feedback:review_comment": said,
        **dict.fromkeys(["feedback:comment", "feedback:publish_comment", "feedback:hide_comment"], said),
        **dict.fromkeys(["feedback:redact_comment", "feedback:flag_comment", "feedback:settle_flag"], said),
        **dict.fromkeys(["feedback:theme", "feedback:drop_theme"], {"pk": Theme.objects.first().pk}),
    }


def private_links():
    """{route: its keyword arguments} for what a token in an email opens."""
    now = timezone.now()
    later = now + timedelta(days=30)
    booked = Booking.objects.filter(state="booked", session__state="open").first()
    mine = Assignment.objects.filter(facilitator__user__email=seed.email_of(Role.FACILITATOR)).first()
    booking = {"token": links.issue(booking_emails.BOOKING, booked, expires_at=later)}
    asked = TrainingRequest.objects.first()
    request = {"token": links.issue(booking_emails.REQUEST, asked, expires_at=later)}
    code = {"code": Certificate.objects.live().first().code}
    handout = Material.objects.get(course=booked.session.course, readers="people")
    block = Block.objects.filter(kept_places__bookings__state="booked").first()
    passed_on = {"token": links.issue(block_emails.BLOCK, block, expires_at=later)}
    names = {"token": links.issue(block_emails.NAMES, block, expires_at=later)}
    offered = Interest.objects.get(stage="offered")
    interested = {"token": links.issue(INTEREST, offered, expires_at=later)}
    by_invitation = Session.objects.get(visibility="invitation")
    invited = resolve(urlsplit(inviting.new_address(by_invitation)).path).kwargs
    its_request = {"token": links.issue(booking_emails.REQUEST, by_invitation.request, expires_at=later)}
    summary = Summary.objects.select_related("request").first()
    feed = feeds.renew(facilitator=mine.facilitator, by=None, now=now)
    whole = programme_calendar.renew(user=User.objects.get(email=seed.email_of(Role.COORDINATOR)), now=now)
    return {
        "courses:booking": booking,
        "courses:booking_calendar": booking,
        "courses:booked_material": booking | {"pk": handout.pk},
        "courses:here_by_booking": booking,
        "courses:booking_deed": booking | {"deed": "cancel"},
        "courses:block": passed_on,
        "courses:block_sent": passed_on,
        "courses:block_names": names,
        "courses:block_new_link": names,
        "courses:give_back_places": names,
        "courses:block_swap": names | {"pk": Booking.objects.live().filter(kept__block=block).first().pk},
        "courses:certificate": code,
        "courses:certificate_pdf": code,
        "courses:request_status": request,
        "courses:write_to_us": request,
        "courses:withdraw_request": request,
        "courses:invited": invited,
        "courses:invited_sent": invited,
        "courses:pass_invitation_on": its_request | {"pk": by_invitation.pk},
        "feedback:summary": {
            "token": links.issue(booking_emails.REQUEST, summary.request, expires_at=later),
            "pk": summary.pk,
        },
        "feedback:from_booking": booking | {"wave": "before"},
        "feedback:respond": resolve(feedback_seed.private_paths()[0]).kwargs,
        **dict.fromkeys(
            [
                "facilitators:availability_by_link",
                "facilitators:save_taps_by_link",
                "facilitators:usual_week_by_link",
                "facilitators:wishes_by_link",
            ],
            {"token": links.issue(AVAILABILITY, mine.facilitator, expires_at=later)},
        ),
        "facilitators:answer_poll": {
            "token": links.issue(POLL, Asked.objects.filter(answered_at=None).first(), expires_at=later)
        },
        "facilitators:offer_link": {"token": links.issue(OFFER, mine, expires_at=later)},
        "facilitators:interest": interested,
        "facilitators:interest_of_booking": booking,
        "facilitators:calendar": resolve(urlsplit(feed).path).kwargs,
        "facilitators:programme_calendar": resolve(urlsplit(whole).path).kwargs,
    }


def addresses():
    """{route: path}; a route whose keys nobody gave is missing."""
    known, found = keys() | private_links(), {}
    for route, (keyed, _) in routes().items():
        if not keyed:
            found[route] = reverse(route)
        elif route in known:
            found[route] = reverse(route, kwargs=known[route])
    return found
