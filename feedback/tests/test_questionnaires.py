"""Writing a version of the questions: what a draft may become; and nothing that is in use ever changes."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.tests.factories import CourseFactory
from feedback import questionnaires, rounds
from feedback.forms import Answers
from feedback.models import Questionnaire, Wave
from feedback.question_rules import HAVE_OPTIONS, check_whole
from feedback.questions import ANY_COURSE, KINDS, fits_a_ballot
from feedback.refusals import DraftChanged, NotAQuestion, NotInTheDraft, QuestionnaireStays
from feedback.tests.factories import SessionFactory
from stepforward.audit.models import AuditEvent
from stepforward.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(db):
    return CourseFactory(code="active-bystander")


@pytest.fixture
def drafted(course, coordinator):
    """drafted("after"): a draft of that wave."""
    return lambda wave, of=course: questionnaires.new_version(course=of, wave=wave, by=coordinator)


def doing(verb, draft, **given):
    draft.refresh_from_db()
    done = verb(draft=draft, seen=draft.seen_as, by=None, **given)
    draft.refresh_from_db()
    return done


def codes(draft):
    return [one["code"] for one in draft.questions]


def question(draft, code):
    return next(one for one in draft.questions if one["code"] == code)


def test_a_draft_begins_as_what_is_asked_now_and_there_is_one(drafted, course):
    draft = drafted(Wave.AFTER)
    now = rounds.questionnaire_for(course, Wave.AFTER)
    assert (draft.version, draft.questions, now.version) == (2, now.questions, 1)
    assert drafted(Wave.AFTER) == draft
    assert drafted(Wave.BEFORE) != draft


def test_new_rounds_ask_it_once_it_is_used_and_open_ones_keep_theirs(drafted, course, now):
    earlier = rounds.open_round(session=SessionFactory(now=now, attended=3, course=course), now=now)
    draft = drafted(Wave.AFTER)
    during = rounds.open_round(session=SessionFactory(now=now, attended=3, course=course), now=now)
    doing(questionnaires.take_out, draft, code="pace")
    doing(questionnaires.use, draft)
    later = rounds.open_round(session=SessionFactory(now=now, attended=3, course=course), now=now)
    assert [one.questionnaire.version for one in (earlier, during, later)] == [1, 1, 2]
    earlier.refresh_from_db()
    assert "pace" in codes(earlier.questionnaire)
    with pytest.raises(QuestionnaireStays):
        doing(questionnaires.add_question, draft, kind="comment", text="One more")


def test_a_draft_is_thrown_away_and_begun_anew(drafted, course):
    draft = drafted(Wave.AFTER)
    doing(questionnaires.take_out, draft, code="pace")
    questionnaires.throw_away(draft=draft, seen=draft.seen_as, by=None)
    assert "pace" in codes(drafted(Wave.AFTER))
    verbs = AuditEvent.objects.filter(about="feedback.Questionnaire").order_by("pk")
    assert [one.verb for one in verbs] == [
        "questionnaire drafted",
        "question taken out",
        "draft of questionnaire thrown away",
        "questionnaire drafted",
    ]


def test_questions_move_at_most_to_the_ends(drafted):
    draft = drafted(Wave.AFTER, of=CourseFactory(code="another"))
    for code, by_places in (("should_change", -1), ("prepared", -1), ("do_differently", 1)):
        doing(questionnaires.move_question, draft, code=code, by_places=by_places)
    assert codes(draft) == ["prepared", "recommend", "should_change", "do_differently"]
    doing(questionnaires.move_question, draft, code="prepared", by_places=1)
    assert codes(draft)[:2] == ["recommend", "prepared"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Have you told a colleague?", "have_you_told_a_colleague"),
        ("Pace", "pace_2"),  # another wave asks that
        ("Group", "group_2"),  # the form's own field
        ("What did you do before", "what_did_you_do_before_2"),  # the form writes _before after a pair's code
        ("日本語", "question"),
        ("x" * 150, "x" * 36),
    ],
)
def test_a_code_is_made_of_the_text_and_is_nothing_elses(drafted, text, code):
    draft = drafted(Wave.BEFORE)
    assert doing(questionnaires.add_question, draft, kind="rating", text=text) == code
    assert question(draft, code) == {"code": code, "kind": "rating", "text": text}


def test_other_words_are_the_same_question_other_answers_are_a_new_one(drafted):
    draft = drafted(Wave.AFTER)
    paces = ["too slow", "about right", "too fast"]
    given = {"kind": "choice", "code": "pace"}
    assert (
        doing(questionnaires.write_question, draft, **given, text="How was it paced?", options=paces)
        == "pace"
    )
    new = doing(questionnaires.write_question, draft, **given, text="How was it paced?", options=paces[:2])
    assert new == "how_was_it_paced"
    assert question(draft, new)["options"] == [[1, "too slow"], [2, "about right"]]
    assert "pace" not in codes(draft)
    again = doing(questionnaires.write_question, draft, code=new, kind="rating", text="Paced well")
    assert again == new, "nobody was asked it yet"


def test_one_question_is_asked_as_a_pair_afterwards_and_once_in_other_waves(drafted):
    later, after = drafted(Wave.THREE_MONTHS), drafted(Wave.AFTER)
    doing(questionnaires.take_out, later, code="know_where")
    doing(questionnaires.choose_question, later, code="know_where")
    doing(questionnaires.choose_question, later, code="pace")
    assert question(later, "know_where")["kind"] == "rating"
    assert question(later, "pace") == question(after, "pace")
    doing(questionnaires.choose_question, after, code="felt_safe")
    given = {"code": "felt_safe", "text": "It felt safe to act"}
    assert doing(questionnaires.write_question, after, kind="then_now", **given) == "felt_safe"
    assert doing(questionnaires.write_question, after, kind="yes_no", **given) == "it_felt_safe_to_act"
    with pytest.raises(NotAQuestion):
        doing(questionnaires.choose_question, after, code="never_heard_of")


def test_a_new_question_of_another_draft_is_not_taken_for_ones_own(drafted):
    before, after = drafted(Wave.BEFORE), drafted(Wave.AFTER)
    doing(questionnaires.add_question, before, kind="yes_no", text="Are you coming?")
    assert (
        doing(questionnaires.add_question, after, kind="rating", text="Are you coming?") == "are_you_coming_2"
    )


@pytest.mark.parametrize(
    ("wrong", "field", "why"),
    [
        ({"kind": "then_now"}, "kind", "Select how"),
        ({"kind": "essay"}, "kind", "Select how"),
        ({"text": " a "}, "text", "between 3 and 150"),
        ({"text": "x" * 151}, "text", "between 3 and 150"),
        ({"kind": "choice", "options": ["only", " "]}, "options", "between 2 and 12"),
        ({"kind": "many", "options": [str(n) for n in range(13)]}, "options", "between 2 and 12"),
        ({"kind": "choice", "options": ["x" * 81, "short"]}, "options", "80 characters"),
        ({"kind": "choice", "options": ["Once", "once "]}, "options", "No two"),
        ({"options": ["Once"]}, "options", "Leave this empty"),
    ],
)
def test_what_could_not_be_asked_is_refused_at_its_field(drafted, wrong, field, why):
    draft = drafted(Wave.BEFORE)
    with pytest.raises(NotAQuestion, match=why) as refused:
        doing(questionnaires.add_question, draft, **{"kind": "rating", "text": "A question"} | wrong)
    assert refused.value.field == field


def test_no_more_boxes_for_comments_than_a_sealed_answer_holds(drafted):
    draft = drafted(Wave.AFTER)
    with pytest.raises(NotAQuestion, match="room for 3 .* would make 4. Take 1 of them"):
        doing(questionnaires.add_question, draft, kind="comment", text="And what else?")
    doing(questionnaires.take_out, draft, code="most_useful")
    doing(questionnaires.add_question, draft, kind="comment", text="And what else?")


def test_one_question_at_least_and_thirty_at_most(drafted):
    draft = drafted(Wave.BEFORE, of=CourseFactory(code="another"))
    with pytest.raises(NotAQuestion, match="at least"):
        doing(questionnaires.take_out, draft, code="prepared")
    for number in range(29):
        doing(questionnaires.add_question, draft, kind="yes_no", text=f"Question {number}")
    with pytest.raises(NotAQuestion, match="30"):
        doing(questionnaires.add_question, draft, kind="yes_no", text="One too many")
    assert len(set(codes(draft))) == 30


def test_whoever_comes_second_is_told(drafted):
    draft = drafted(Wave.AFTER)
    seen, given = draft.seen_as, {"draft": draft, "by": None}
    questionnaires.take_out(**given, seen=seen, code="pace")
    with pytest.raises(DraftChanged):
        questionnaires.write_question(**given, seen=seen, code="relevant", kind="rating", text="It fitted")
    with pytest.raises(NotInTheDraft):
        questionnaires.write_question(
            **given, seen=seen, code="pace", kind="rating", text="It was paced well"
        )
    for verb in (questionnaires.use, questionnaires.throw_away):
        with pytest.raises(DraftChanged):
            verb(**given, seen=seen)


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_at_once_one_is_told():
    course = CourseFactory(code="active-bystander")
    draft = questionnaires.new_version(course=course, wave=Wave.AFTER, by=None)
    seen, together, outcomes = draft.seen_as, Barrier(2), []

    def write(code):
        together.wait()
        try:
            questionnaires.take_out(draft=draft, seen=seen, by=None, code=code)
            outcomes.append("done")
        except DraftChanged:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [Thread(target=write, args=(code,)) for code in ("pace", "relevant")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "told"]
    before = len(draft.questions)
    draft.refresh_from_db()
    assert len(draft.questions) == before - 1


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_at_once_get_one_draft():
    course, together, drafts = CourseFactory(code="active-bystander"), Barrier(2), []

    def begin():
        together.wait()
        drafts.append(questionnaires.new_version(course=course, wave=Wave.AFTER, by=None))
        connection.close()

    threads = [Thread(target=begin) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one.pk for one in drafts}) == 1


TEXTS = st.text(alphabet="Aa bé_–9", max_size=12) | st.sampled_from(["Pace", "group", "prepared before"])
EDITS = st.one_of(
    st.tuples(
        st.just("add_question"),
        st.fixed_dictionaries(
            {
                "kind": st.sampled_from([*KINDS]),
                "text": TEXTS,
                "options": st.lists(TEXTS, max_size=4),
            }
        ),
    ),
    st.tuples(
        st.just("write_question"),
        st.fixed_dictionaries(
            {
                "kind": st.sampled_from([*KINDS]),
                "text": TEXTS,
                "options": st.lists(TEXTS, max_size=4),
            }
        ),
    ),
    st.tuples(st.just("move_question"), st.fixed_dictionaries({"by_places": st.sampled_from([-1, 1])})),
    st.tuples(st.just("take_out"), st.just({})),
    st.tuples(st.just("choose_question"), st.just({})),
    st.tuples(st.just("use"), st.just({})),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(
        st.tuples(st.sampled_from(Wave.values), EDITS, st.integers(min_value=0, max_value=40)), max_size=12
    )
)
def test_whatever_is_done_every_draft_can_be_asked_and_what_is_in_use_stays(edits):
    course, in_use = CourseFactory(), {}
    for wave, (name, given_here), which in edits:
        draft = questionnaires.new_version(course=course, wave=wave, by=None)
        every = [one["code"] for questions in ANY_COURSE.values() for one in questions]
        more = {}
        if name in {"write_question", "move_question", "take_out"}:
            more["code"] = codes(draft)[which % len(draft.questions)]
        elif name == "choose_question":
            more["code"] = every[which % len(every)]
        try:
            doing(getattr(questionnaires, name), draft, **given_here, **more)
        except Refused:
            draft.refresh_from_db()
        _can_be_asked(draft.questions)
        for one in Questionnaire.objects.asked().filter(course=course):
            assert in_use.setdefault(one.pk, one.questions) == one.questions
        _one_code_means_one_question(Questionnaire.objects.filter(course=course))


def _can_be_asked(questions):
    check_whole(questions)
    assert fits_a_ballot(questions)
    assert len({one["code"] for one in questions}) == len(questions)
    for one in questions:
        assert set(one) == {"code", "kind", "text"} | ({"options"} if one["kind"] in HAVE_OPTIONS else set())
        numbers = [number for number, _ in one.get("options", ())]
        assert numbers == [*range(1, len(numbers) + 1)]
    names = [field.name for row in Answers(questions=questions).rows() for field in row["fields"]]
    assert len(set(names)) == len(names)
    assert "group" not in names


def _one_code_means_one_question(versions):
    meant = {}
    for version in versions:
        for one in version.questions:
            kind = one["kind"]
            here = (kind, one.get("options"))
            assert meant.setdefault((version.wave, one["code"]), here) == here
            everywhere = ("rating" if kind == "then_now" else kind, one.get("options"))
            assert meant.setdefault(one["code"], everywhere) == everywhere
            assert kind != "then_now" or version.wave == Wave.AFTER
