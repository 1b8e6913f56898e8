"""A version of the questions is written as a draft, which nobody is asked. What is no draft any more never
changes again, whether it was asked yet or not: the database itself refuses."""

from django.db import migrations, models

REFUSE = """
DROP TRIGGER asked_questions_stay ON feedback_questionnaire;
DROP FUNCTION feedback_asked_questions_stay();
CREATE FUNCTION feedback_questions_in_use_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'These questions are in use, so they stay; make a new version.'
        USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER questions_in_use_stay BEFORE UPDATE ON feedback_questionnaire
    FOR EACH ROW WHEN (NOT OLD.is_draft AND OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION feedback_questions_in_use_stay();
CREATE FUNCTION feedback_drafts_are_not_asked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM feedback_questionnaire WHERE id = NEW.questionnaire_id AND is_draft) THEN
        RAISE EXCEPTION 'These questions are a draft, so nobody is asked them.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER drafts_are_not_asked BEFORE INSERT OR UPDATE OF questionnaire_id ON feedback_round
    FOR EACH ROW EXECUTE FUNCTION feedback_drafts_are_not_asked();
"""
ALLOW = """
DROP TRIGGER drafts_are_not_asked ON feedback_round;
DROP FUNCTION feedback_drafts_are_not_asked();
DROP TRIGGER questions_in_use_stay ON feedback_questionnaire;
DROP FUNCTION feedback_questions_in_use_stay();
CREATE FUNCTION feedback_asked_questions_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM feedback_round WHERE questionnaire_id = OLD.id) THEN
        RAISE EXCEPTION 'These questions were asked, so they stay; make a new version.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER asked_questions_stay BEFORE UPDATE ON feedback_questionnaire
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION feedback_asked_questions_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("feedback", "0008_summaries_for_requesters")]
    operations = [
        migrations.AddField(
            model_name="questionnaire",
            name="is_draft",
            field=models.BooleanField(default=False, help_text="Being written: nobody is asked it yet."),
        ),
        migrations.AddConstraint(
            model_name="questionnaire",
            constraint=models.UniqueConstraint(
                fields=["course", "wave"],
                condition=models.Q(is_draft=True),
                name="questionnaire_one_draft",
            ),
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
