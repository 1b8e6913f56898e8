"""A version of the questions that was asked never changes: the database itself refuses."""

from django.db import migrations

REFUSE = """
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
ALLOW = """
DROP TRIGGER asked_questions_stay ON feedback_questionnaire;
DROP FUNCTION feedback_asked_questions_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
