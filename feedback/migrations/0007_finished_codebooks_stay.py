"""What comments were coded with never changes: the database itself refuses."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION feedback_finished_codebook_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Comments are coded with this version, so it stays; make a new one.'
        USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER finished_codebook_stays BEFORE UPDATE OR DELETE ON feedback_codebook
    FOR EACH ROW WHEN (OLD.finished) EXECUTE FUNCTION feedback_finished_codebook_stays();
CREATE FUNCTION feedback_themes_of_a_finished_codebook_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    theirs bigint := CASE TG_OP WHEN 'INSERT' THEN NEW.codebook_id ELSE OLD.codebook_id END;
BEGIN
    IF EXISTS (SELECT FROM feedback_codebook WHERE id = theirs AND finished) THEN
        RAISE EXCEPTION 'Comments are coded with this version, so its themes stay; make a new one.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER themes_of_a_finished_codebook_stay BEFORE INSERT OR UPDATE OR DELETE ON feedback_theme
    FOR EACH ROW EXECUTE FUNCTION feedback_themes_of_a_finished_codebook_stay();
"""
ALLOW = """
DROP TRIGGER finished_codebook_stays ON feedback_codebook;
DROP TRIGGER themes_of_a_finished_codebook_stay ON feedback_theme;
DROP FUNCTION feedback_finished_codebook_stays();
DROP FUNCTION feedback_themes_of_a_finished_codebook_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("feedback", "0006_review_and_code_comments")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
