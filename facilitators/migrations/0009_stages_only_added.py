from datetime import UTC, datetime, time

from django.db import migrations

REFUSE = """
CREATE FUNCTION facilitators_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'How somebody came to their stage stays written down: nothing of it is changed or deleted.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER stage_change_append_only BEFORE UPDATE OR DELETE ON facilitators_stagechange
    FOR EACH ROW EXECUTE FUNCTION facilitators_refuse_change();
"""
ALLOW = """
DROP TRIGGER stage_change_append_only ON facilitators_stagechange;
DROP FUNCTION facilitators_refuse_change();
"""


def begin(apps, schema_editor):
    """Every history begins with what was known before histories were kept."""
    changes = apps.get_model("facilitators", "StageChange").objects
    changes.bulk_create(
        changes.model(
            facilitator_id=held.facilitator_id,
            course_id=held.course_id,
            kind="brought_in",
            stage=held.stage,
            at=datetime.combine(held.since, time(12), UTC),
        )
        for held in apps.get_model("facilitators", "Accreditation").objects.all()
    )


class Migration(migrations.Migration):
    dependencies = [("facilitators", "0008_stages_and_their_history")]

    operations = [
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
