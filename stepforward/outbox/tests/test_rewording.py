"""What an email says: the default, until a coordinator writes their own, and only what can be sent."""

import pytest
from django.db import IntegrityError, transaction

from stepforward.audit.models import AuditEvent
from stepforward.outbox import kinds, rewording
from stepforward.outbox.models import WordingVersion
from stepforward.people import emails
from stepforward.refusals import Refused

pytestmark = pytest.mark.django_db
OWN = "Hi {name},\n\nyour code:\n{code}\n\nThe desk"


@pytest.fixture
def kind():
    return kinds.find("people/login_code")


@pytest.fixture
def change(kind, coordinator):
    def change(subject="Your code, {name}", text=OWN, based_on=0):
        return rewording.change(kind=kind, subject=subject, text=text, based_on=based_on, by=coordinator)

    return change


def sent(user, version="1"):
    return emails.login_code(user, code="ABCD", version=version)


def test_a_changed_wording_is_what_people_get_from_then_on(change, dean):
    before = sent(dean, "1")
    change()
    after = sent(dean, "2")
    assert before.subject == "Your code to sign in to Step Forward"
    assert after.subject == "Your code, Dean"
    assert after.text == "Hi Dean,\n\nyour code:\n[[code]]\n\nThe desk\n"


def test_a_reset_brings_the_default_back_and_keeps_every_version(change, kind, coordinator, dean):
    change()
    rewording.reset(kind=kind, based_on=1, by=coordinator)
    assert sent(dean).subject == "Your code to sign in to Step Forward"
    assert [(v.number, v.is_reset, v.made_by) for v in WordingVersion.objects.all()] == [
        (2, True, coordinator),
        (1, False, coordinator),
    ]
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True)) == [
        "email wording changed",
        "email wording reset",
    ]


def test_writing_the_default_s_own_words_is_a_reset(change, kind):
    default = rewording.default_of(kind)
    change()
    assert change(default.subject, default.text, based_on=1).is_reset


def test_saving_what_is_there_already_makes_no_version(change, kind, coordinator):
    rewording.reset(kind=kind, based_on=0, by=coordinator)
    assert WordingVersion.objects.count() == 0
    change()
    change(based_on=1)
    assert WordingVersion.objects.count() == 1
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize("based_on", [0, 2])
def test_who_did_not_see_the_newest_version_does_not_write_over_it(change, based_on):
    change()
    with pytest.raises(Refused, match="Somebody else changed this wording"):
        change(subject="Mine", based_on=based_on)
    assert WordingVersion.objects.get().subject == "Your code, {name}"


def test_two_who_save_in_the_same_moment_are_told_apart_by_the_database(change, kind, monkeypatch):
    # given somebody who read before the other's version was there
    monkeypatch.setattr(rewording, "latest_of", lambda kind: None)
    change()
    # when they save, then the number is taken
    with pytest.raises(Refused, match="Somebody else changed this wording"):
        change(subject="Mine")


@pytest.mark.parametrize(
    ("subject", "text", "sentence"),
    [
        ("Code", "Hi {name}", "The text must keep {code}: that is what this email is for"),
        ("Code {code}", OWN, "{code} cannot stand in a subject, because it is private"),
        ("Code {x}", OWN, "{x} is not a placeholder of this email"),
        ("Code", OWN + "{", "There is a { without its }"),
    ],
)
def test_what_could_not_be_sent_cannot_be_saved(change, subject, text, sentence):
    with pytest.raises(Refused) as refused:
        change(subject, text)
    assert sentence in refused.value.why
    assert not WordingVersion.objects.exists()


def test_a_wording_that_does_not_fit_any_more_gives_way_to_the_default(kind, coordinator, dean):
    # given a wording from the time when there was a placeholder {minutes}
    WordingVersion.objects.create(
        kind=kind.name, number=1, subject="Hi", text="{code} for {minutes}", made_by=coordinator
    )
    # when a code is sent, then it goes out, in the words that hold
    assert sent(dean).subject == "Your code to sign in to Step Forward"


def test_a_version_is_whole_or_empty(kind, coordinator):
    with pytest.raises(IntegrityError), transaction.atomic():
        WordingVersion.objects.create(kind=kind.name, number=1, subject="Hi", text="", made_by=coordinator)


def test_a_very_long_name_does_not_make_the_subject_too_long(change, kind, dean):
    change(subject="{name} " * 20)
    dean.name = "N" * 120
    assert len(sent(dean).subject) == rewording.SUBJECT_AT_MOST
