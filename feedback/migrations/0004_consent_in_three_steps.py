"""What people ticked was "You may quote this without my name": they agreed to be quoted publicly."""

from django.db import migrations, models

GIVE = "UPDATE feedback_comment SET consent = 'public' WHERE may_quote"
TAKE = "UPDATE feedback_comment SET may_quote = true WHERE consent = 'public'"
STEPS = [
    ("no", "Not to be quoted"),
    ("reports", "May be quoted in our reports"),
    ("public", "May be quoted publicly"),
]


class Migration(migrations.Migration):
    dependencies = [("feedback", "0003_quotes_on_the_website")]
    operations = [
        migrations.RemoveConstraint("comment", "comment_on_website_as_agreed"),
        migrations.AddField(
            "comment", "consent", models.CharField(choices=STEPS, default="no", max_length=7)
        ),
        migrations.RunSQL(GIVE, TAKE),
        migrations.RemoveField("comment", "may_quote"),
        migrations.AddConstraint(
            "comment",
            models.CheckConstraint(
                condition=models.Q(("consent__in", ["no", "reports", "public"])),
                name="comment_consent_is_known",
            ),
        ),
        migrations.AddConstraint(
            "comment",
            models.CheckConstraint(
                condition=models.Q(
                    ("on_website", False),
                    models.Q(("consent", "public"), ("state", "shown")),
                    _connector="OR",
                ),
                name="comment_on_website_as_agreed",
            ),
        ),
    ]
