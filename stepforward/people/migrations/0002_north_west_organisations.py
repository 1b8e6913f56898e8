from django.db import migrations

from stepforward.people.trusts import add_trusts


def add_north_west(apps, schema_editor):
    add_trusts(apps.get_model("people", "Organisation").objects)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [migrations.RunPython(add_north_west, migrations.RunPython.noop)]
