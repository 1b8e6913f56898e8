"""Whatever is offered, answered, moved, called off or lost, in whatever order: nobody is in two places, one
person leads, of several who step in one has the part, and every change is audited once and mailed once."""

import os
from collections import Counter
from datetime import timedelta
from itertools import combinations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from courses.models import Session
from courses.tests.factories import NOW, CourseFactory, VenueFactory
from facilitators import refusals, reviving, staffing
from facilitators.models import Assignment, OtherTime, Reserve
from facilitators.staffing.other_times import other_parts
from facilitators.team import parts_short, team_of
from facilitators.tests.factories import SessionFactory, accredited
from facilitators.two_places import blocked_by
from stepforward.audit.models import AuditEvent
from stepforward.outbox.models import OutgoingEmail
from stepforward.people.roles import Role
from stepforward.refusals import Refused
from stepforward.testing import person
from stepforward.ui.wording import civil_date

EXAMPLES = int(os.environ.get("MACHINE_EXAMPLES", "20"))  # more by hand, when parts change
State, Part = Assignment.State, Assignment.Part
PEOPLE, NTH, WHICH = st.integers(0, 6), st.integers(0, 9), st.integers(0, 1)
PARTS = st.sampled_from([Part.LEAD, Part.CO_FACILITATOR])

# What is audited, with the states that a part may come from, the one it comes to, and what is mailed.
CHANGES = {
    "part offered": ({None}, State.OFFERED, None),  # one of two kinds: see `mailed_for`
    "part accepted": ({State.OFFERED}, State.ACCEPTED, "part_accepted"),
    "part declined": ({State.OFFERED}, State.DECLINED, ""),
    "offer lapsed": ({State.OFFERED}, State.LAPSED, ""),
    "part given back": ({State.ACCEPTED}, State.GIVEN_BACK, "part_given_back"),
    "part stood down": ({State.OFFERED, State.ACCEPTED}, State.STOOD_DOWN, None),
}


class Parts(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.alone = transaction.savepoint()  # no example sees what another did
        self.now, self.was = NOW, {}
        self.coordinator = person(Role.COORDINATOR)
        course, venue = CourseFactory(), VenueFactory()
        self.people = [accredited("lead", course=course) for _ in range(6)]
        self.people.append(accredited("co_facilitator", course=course))
        self.pks = [
            SessionFactory(course=course, venue=venue, starts_at=NOW + timedelta(days=12, hours=2 * n)).pk
            for n in range(2)
        ]
        self.events = self.last(AuditEvent)
        self.emails = self.last(OutgoingEmail)
        self.offer_team(which=0, people=[0, 1], reserves=[2, 6])

    def last(self, model):
        newest = model.objects.order_by("pk").last()
        return newest.pk if newest else 0

    def session(self, which):
        return Session.objects.with_facts().get(pk=self.pks[which])

    def rows(self):
        return Assignment.objects.filter(session__in=self.pks).with_session().order_by("pk")

    def nth(self, n, *states):
        found = list(self.rows().filter(state__in=states).select_related("facilitator__user"))
        return found[n % len(found)] if found else None

    def stands(self, session):
        return session.state in Session.TO_COME and session.starts_at > self.now

    # --- What the coordinator does ---

    @rule(which=WHICH, one=PEOPLE, part=PARTS)
    def offer(self, which, one, part):
        try:
            staffing.offer(
                session=self.session(which),
                facilitator=self.people[one],
                part=part,
                by=self.coordinator,
                now=self.now,
            )
        except (refusals.InTwoPlaces, refusals.InTheTeam, refusals.LeadTaken, refusals.NotAccredited):
            pass
        except refusals.NotOpenToChange:
            assert not self.stands(self.session(which))

    @rule(
        which=WHICH,
        people=st.lists(PEOPLE, min_size=2, max_size=3, unique=True),
        reserves=st.lists(PEOPLE, max_size=3, unique=True),
    )
    def offer_team(self, which, people, reserves):
        before, kept = self.rows().count(), Reserve.objects.count()
        parts = [Part.LEAD, Part.CO_FACILITATOR, Part.CO_FACILITATOR]
        members = [(self.people[one], part) for one, part in zip(people, parts, strict=False)]
        try:
            staffing.offer_team(
                session=self.session(which),
                members=members,
                reserves=[(self.people[one], "") for one in reserves],
                by=self.coordinator,
                now=self.now,
            )
        except Refused:
            assert (self.rows().count(), Reserve.objects.count()) == (before, kept)
        else:
            assert self.rows().count() == before + len(members)

    @rule(n=NTH, people=st.lists(PEOPLE, min_size=1, max_size=3, unique=True))
    def find_cover(self, n, people):
        fallen = self.nth(n, *Assignment.FREED, State.STOOD_DOWN)
        if fallen is None:
            return
        try:
            staffing.ask_for_cover(
                assignment=fallen,
                facilitators=[self.people[one] for one in people],
                by=self.coordinator,
                now=self.now,
            )
        except refusals.NotMissing:
            taken = self.rows().accepted().filter(stands_in_for=fallen.root_id)
            assert taken.exists()
        except refusals.NotOpenToChange:
            assert not self.stands(fallen.session)
        except (refusals.InTwoPlaces, refusals.InTheTeam, refusals.LeadTaken, refusals.NotAccredited):
            pass

    @rule(n=NTH)
    def stand_down(self, n):
        if one := self.nth(n, State.OFFERED, State.ACCEPTED):
            try:
                staffing.stand_down(assignment=one, by=self.coordinator, now=self.now)
            except refusals.NotOpenToChange:
                assert not self.stands(one.session)

    @rule(which=WHICH, hours=st.integers(-60, 60))
    def move(self, which, hours):
        session = self.session(which)
        before = list(self.rows().values_list("pk", "blocked"))
        try:
            staffing.change_session(
                session=session,
                by=self.coordinator,
                now=self.now,
                starts_at=session.starts_at + timedelta(hours=hours),
                ends_at=session.ends_at + timedelta(hours=hours),
            )
        except Refused:
            assert list(self.rows().values_list("pk", "blocked")) == before

    @rule(which=WHICH, sure=st.integers(0, 3))
    def call_off(self, which, sure):
        session = self.session(which)
        if sure == 0 and self.stands(session):
            staffing.call_off_session(session=session, reason="Snow", by=self.coordinator, now=self.now)

    @rule(which=WHICH)
    def revive(self, which):
        session = self.session(which)
        if session.state == Session.State.CALLED_OFF and session.starts_at > self.now:
            reviving.revive_session(session=session, by=self.coordinator, now=self.now)

    # --- What facilitators do ---

    @rule(n=NTH, stale=st.booleans())
    def accept(self, n, stale):
        if one := self.nth(n, State.OFFERED):
            seen = one.session.sequence - stale
            try:
                staffing.accept(assignment=one, by=one.facilitator.user, now=self.now, seen=seen)
            except refusals.Moved:
                assert stale

    @rule(n=NTH, instead=st.booleans())
    def decline(self, n, instead):
        if one := self.nth(n, State.OFFERED):
            times = (
                dict.fromkeys(other_parts(one.session, civil_date(self.now))[:2], "yes") if instead else {}
            )
            staffing.decline(
                assignment=one,
                by=None,
                now=self.now,
                reason="On call",
                instead=times,
                seen=one.session.sequence,
            )
            assert OtherTime.objects.filter(assignment=one).count() == len(times)

    @rule(n=NTH, for_them=st.booleans())
    def drop_out(self, n, for_them):
        if one := self.nth(n, State.ACCEPTED):
            by = self.coordinator if for_them else one.facilitator.user
            try:
                staffing.give_back(assignment=one, by=by, now=self.now, reason="Ill")
            except refusals.NotOpenToChange:
                assert not self.stands(one.session)

    @rule(n=NTH)
    def answer_what_has_ended(self, n):
        if one := self.nth(n, *Assignment.FREED, State.STOOD_DOWN):
            for verb in (staffing.accept, staffing.decline, staffing.give_back):
                with pytest.raises(refusals.Answered):
                    verb(assignment=one, by=None, now=self.now)

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)
        staffing.lapse_offers(now=self.now)
        assert not self.rows().overdue(self.now).exists()
        assert not self.rows().to_pass_on().filter(session__starts_at__gt=self.now).exists()

    # --- What is promised ---

    @invariant()
    def nobody_is_in_two_places_and_one_has_each_part(self):
        live = list(self.rows().live())
        for one, other in combinations(live, 2):
            if one.facilitator_id == other.facilitator_id:
                assert one.blocked.upper <= other.blocked.lower or other.blocked.upper <= one.blocked.lower
        for one in live:
            assert one.blocked == blocked_by(one.session)
        accepted = [one for one in live if one.state == State.ACCEPTED]
        leads = Counter(one.session_id for one in accepted if one.part == Part.LEAD)
        stand_ins = Counter(one.stands_in_for_id for one in accepted if one.stands_in_for_id)
        assert set(leads.values()) <= {1} and set(stand_ins.values()) <= {1}
        for one in live:  # nobody waits for a part that is somebody's
            assert one.state != State.OFFERED or not stand_ins[one.stands_in_for_id]
        asked = list(Reserve.objects.exclude(assignment=None).values_list("assignment", flat=True))
        assert len(asked) == len(set(asked))

    @invariant()
    def every_change_is_audited_once_and_mailed_once(self):
        events = list(AuditEvent.objects.filter(pk__gt=self.events).order_by("pk"))
        states, told, ended = dict(self.was), Counter(), []
        for event in events:
            if event.verb == "session changed":
                for one in self.rows().live().filter(session=event.about_id):
                    told[
                        one.pk, "session_moved" if states[one.pk] == State.ACCEPTED else "offer_changed"
                    ] += 1
            elif event.verb in CHANGES:
                pk = int(event.about_id)
                before, state, _ = CHANGES[event.verb]
                assert states.get(pk) in before, event.verb
                if kind := self.mailed_for(event, states.get(pk)):
                    told[pk, kind] += 1
                states[pk] = state
                ended += [pk] if state in Assignment.FREED else []
        assert states == dict(self.rows().values_list("pk", "state"))
        new = OutgoingEmail.objects.filter(pk__gt=self.emails, about="facilitators.Assignment")
        to_facilitators = new.exclude(to_email=self.coordinator.email).values_list("about_id", "kind")
        assert +told == Counter((int(pk), kind.removeprefix("facilitators/")) for pk, kind in to_facilitators)
        self.the_coordinator_is_told_once(ended, new.filter(to_email=self.coordinator.email))
        self.was, self.events, self.emails = states, self.last(AuditEvent), self.last(OutgoingEmail)

    def mailed_for(self, event, before):
        """The kind of email that its person gets for an event, or ""."""
        _, _, kind = CHANGES[event.verb]
        if kind is not None:
            return kind
        if event.verb == "part offered":
            found = OutgoingEmail.objects.filter(about_id=event.about_id, kind="facilitators/cover_asked")
            return "cover_asked" if found.exists() else "part_offered"
        if event.details.get("taken_by"):
            return "cover_found"
        return "stood_down" if before == State.ACCEPTED else "offer_withdrawn"

    def the_coordinator_is_told_once(self, ended, emails):
        """Of every part that fell free while its session stands: somebody is asked for it, or the team is not
        short of it, or the coordinator has an email; and nobody has two."""
        about = Counter(int(email.about_id) for email in emails)
        assert set(about.values()) <= {1}
        for pk in ended:
            one = self.rows().get(pk=pk)
            if one.passed_on_at is None or not self.stands(one.session) or about[pk]:
                continue
            short = one.part in parts_short(one.session, team_of(one.session))
            asked = one.session.assignments.live().filter(part=one.part, stands_in_for=one.root_id)
            drops_out_by_coordinator = one.state == State.GIVEN_BACK
            assert asked.exists() or not short or drops_out_by_coordinator

    def teardown(self):
        transaction.savepoint_rollback(self.alone)


@pytest.mark.django_db
def test_parts_stand_as_promised_whatever_people_do():
    run_state_machine_as_test(
        Parts,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=EXAMPLES == 20,
            database=None,
        ),
    )
