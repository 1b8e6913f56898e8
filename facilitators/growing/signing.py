"""Signing off: a lead says that somebody has reached their next stage, or is back in practice. Who runs the
programme may say so although something is missing, and gives the reason."""

from django.db import transaction

from facilitators.availability import hold
from facilitators.growing import emails, stages
from facilitators.growing.progress import Need, way_of
from facilitators.models import Accreditation, StageChange
from facilitators.refusals import AccreditedAlready, NotForYou, NotReadyYet
from stepforward.audit.recording import record
from stepforward.people.roles import Permission
from stepforward.ui.wording import civil_date, say_list

Kind, Stage = StageChange.Kind, Accreditation.Stage
SIGN = {Stage.TRAINER: (Stage.TRAINER,)}  # who may sign it; a lead signs the others
LEADS = (Stage.LEAD, Stage.TRAINER)
BEFORE_LEAD = (Stage.TRAINED, Stage.SHADOWING, Stage.CO_FACILITATOR)


def may_except(user):
    return user.may(Permission.SIGN_STAGES)


def leading():
    """Accreditations of who leads in practice, as a lead or a trainer, and is with us."""
    return Accreditation.objects.filter(facilitator__left_on=None, lapsed_on=None, stage__in=LEADS)


def led_by(user):
    """{course's pk: the stage} of what `user` leads in practice, as a lead or a trainer."""
    return dict(leading().filter(facilitator__user=user.pk).values_list("course", "stage"))


def may_sign(user, held, led):
    """Whether `user`, who leads `led`, may sign what comes next for `held`: never their own."""
    if held.facilitator.user_id == user.pk:
        return False
    return may_except(user) or led.get(held.course_id) in SIGN.get(held.next_stage, LEADS)


@transaction.atomic
def sign(*, accreditation, stage, exception="", by, now):
    """They have reached `stage`, the one after theirs. With an `exception`, a reason, that may be although
    something is missing. Raises NotForYou and NotReadyYet."""
    held = _locked(accreditation, by)
    if held.next_stage is None or held.next_stage != stage:
        raise NotReadyYet("They are at another stage by now. Look at their page again.")
    if held.lapsed_on:
        raise NotReadyYet("They have not delivered for too long. Sign first that they are back in practice.")
    way, exception = way_of(held), exception.strip()
    if way.missing and not may_except(by):
        raise NotReadyYet(f"Still missing: {way.said_missing}.")
    if way.missing and not exception:
        raise NotReadyYet(
            f"Still missing: {way.said_missing}. Say why you sign all the same.", field="exception"
        )
    before, held.stage, held.since = held.stage, stage, civil_date(now)
    held.save(update_fields=["stage", "since"])
    step = stages.write(
        held,
        Kind.SIGNED,
        before=before,
        by=by,
        now=now,
        needs=[need.as_kept() for need in way.needs],
        met=not way.missing,
        exception=exception if way.missing else "",
    )
    record("stage signed", held, by=by, stage=stage, course=held.course.code, met=not way.missing)
    emails.signed(held, step)
    return held


@transaction.atomic
def renew(*, accreditation, exception, by, now):
    """They are back in practice, for a reason, although they have not delivered since it lapsed. Raises
    NotForYou and NotReadyYet."""
    held = _locked(accreditation, by)
    if not held.lapsed_on:
        raise NotReadyYet("They are in practice.")
    held.lapsed_on, held.renewed_on = None, civil_date(now)
    held.save(update_fields=["lapsed_on", "renewed_on"])
    step = stages.write(held, Kind.RENEWED, before=held.stage, by=by, now=now, exception=exception.strip())
    record("accreditation renewed", held, by=by, course=held.course.code)
    emails.signed(held, step)
    return held


@transaction.atomic
def accredit(*, facilitator, course, stage, exception, by, now):
    """Somebody has shown elsewhere, as the reason says, what a stage needs. Raises NotForYou and
    AccreditedAlready."""
    if not may_except(by) or facilitator.user_id == by.pk:
        raise NotForYou("Only who runs the programme may sign this.")
    facilitator = hold(facilitator)
    there = facilitator.accreditations.filter(course=course).first()
    if there:
        stage = there.get_stage_display().lower()
        raise AccreditedAlready(f"They are accredited for {course} already, as {stage}.", field="course")
    held = stages.begin(
        facilitator=facilitator,
        course=course,
        stage=stage,
        since=civil_date(now),
        kind=Kind.SIGNED,
        by=by,
        now=now,
        met=False,
        exception=exception.strip(),
    )
    emails.signed(held, stages.steps_of(held).last())
    return held


def in_words(step):
    """What was signed, and how it stood then: "2 of 2 sessions as shadow"."""
    return say_list(f"{min(one['had'], one['wanted'])} of {Need(**one).words}" for one in step.needs)


def _locked(accreditation, by):
    hold(accreditation.facilitator)
    held = Accreditation.objects.select_related("facilitator__user", "course").get(pk=accreditation.pk)
    if not may_sign(by, held, led_by(by)):
        raise NotForYou("A lead of this course signs it, never one's own.")
    return held
