"""Whatever is done to a case in whatever order: versions follow without a gap, and pins never move."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from courses import cases, picking
from courses.models import CaseReport, CaseVersion, SessionCase
from courses.models.case_clearance import Point
from courses.refusals import NotCleared, NotForUse, NotPicked, Overtaken
from courses.tests.case_factories import a_case
from courses.tests.factories import NOW, SessionFactory
from stepforward.testing import person

State = CaseReport.State
SESSIONS, BACK = st.integers(0, 2), st.integers(0, 9)


class Chain(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.by = person("coordinator")
        self.case = a_case(by=self.by, title="0")
        self.sessions = [SessionFactory() for _ in range(3)]
        self.said = {1: self.case.newest.text}  # {number: text} as it was written
        self.pins, self.in_use = {}, None  # {session's pk: number}; the number in use

    @property
    def newest(self):
        return max(self.said)

    @rule(title=st.sampled_from("0123"), behind=st.booleans())
    def change(self, title, behind):
        based_on, text = self.newest - behind, self.said[self.newest] | {"title": title}
        try:
            cases.change(case=self.case, readers="team", based_on=based_on, by=self.by, now=NOW, **text)
        except Overtaken:
            assert behind
        else:
            assert not behind
            if text != self.said[self.newest]:
                self.said[self.newest + 1] = text

    @rule(back=BACK)
    def bring_back(self, back):
        number = max(self.newest - back, 1)
        cases.bring_back(case=self.case, number=number, based_on=self.newest, by=self.by, now=NOW)
        if self.said[number] != self.said[self.newest]:
            self.said[self.newest + 1] = self.said[number]

    @rule(ticked=st.sampled_from([Point.values, Point.values, Point.values[1:]]))
    def put_into_use(self, ticked):
        said = {"points": ticked, "basis": "composite", "by": self.by, "now": NOW}
        try:
            cases.put_into_use(case=self.case, number=self.newest, **said)
        except NotCleared:
            assert len(ticked) < len(Point)
        except NotForUse:
            assert self.in_use == self.newest
        else:
            self.in_use = self.newest

    @rule()
    def retire(self):
        try:
            cases.retire(case=self.case, by=self.by)
        except NotForUse:
            assert CaseReport.objects.get(pk=self.case.pk).state == State.RETIRED
        self.in_use = None

    @rule(n=SESSIONS, verb=st.sampled_from(["pick", "pick", "leave_out", "take_newest"]))
    def for_a_session(self, n, verb):
        session = self.sessions[n]
        more = {"now": NOW} if verb == "pick" else {}
        try:
            getattr(picking, verb)(session=session, case=self.case, by=self.by, **more)
        except NotForUse:
            assert self.in_use is None
        except NotPicked:
            assert (session.pk in self.pins) == (verb == "pick")
        else:
            self.pins[session.pk] = self.in_use
            if verb == "leave_out":
                del self.pins[session.pk]

    @invariant()
    def it_stands_as_promised(self):
        versions = list(CaseVersion.objects.filter(case=self.case).order_by("number"))
        assert [one.number for one in versions] == list(range(1, len(versions) + 1))
        assert {one.number: one.text for one in versions} == self.said
        case = CaseReport.objects.select_related("cleared__version", "newest").get(pk=self.case.pk)
        assert case.newest.number == self.newest
        assert (case.cleared.version.number if case.cleared else None) == self.in_use
        assert (case.state == State.IN_USE) == (self.in_use is not None)
        picks = SessionCase.objects.filter(case=self.case).select_related("cleared__version")
        assert {one.session_id: one.version.number for one in picks} == self.pins


@pytest.mark.django_db
def test_a_case_stands_as_promised_whatever_is_done_to_it():
    run_state_machine_as_test(
        Chain,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
        ),
    )
