"""What a coordinator may word of the emails to departments that places are kept for."""

from courses.block_emails import parts_of
from courses.email_placeholders import ROUGHLY_WHERE, THE_SESSION, WHY
from courses.models import Block, KeptPlaces
from stepforward.outbox.kinds import Placeholder, declare
from stepforward.ui.wording import say_day, say_when

DEPARTMENTS = "The contact of a department that places are kept for"


def say_places(number):
    return "1 place" if number == 1 else f"{number} places"


def say_parts(words):
    """A line for each session: what it is, when, and how many places have no name."""
    return "\n".join(
        f"{kept.session.course}, {say_when(kept.session.starts_at, kept.session.ends_at)}, "
        f"{kept.session.place}: {say_places(kept.left)}"
        for kept in words["parts"]
    )


THE_BLOCK = {"department": Placeholder("The department", "Pharmacy", lambda words: words["block"].department)}
NAMES_LINK = {
    "names_link": Placeholder(
        "Their private page: who has taken a place, adding names, giving places back",
        "[private link]",
        private=True,
    )
}
PASS_ON_LINK = {
    "pass_on_link": Placeholder(
        "The link to pass on, with which people take a place", "[private link]", private=True
    )
}
PARTS = {
    "sessions": Placeholder(
        "A line for each session: what it is, when, where, and how many places have no name",
        "Active Bystander course, Tuesday 6 January 2026, 1:30pm to 3:30pm, Education Centre: 12 places",
        say_parts,
    )
}
NAMES_BY = {
    "names_by": Placeholder(
        "The last day on which names are expected",
        "Friday 2 January",
        lambda words: say_day(words["block"].names_by, year=False),
    )
}


def newest_block(**which):
    """A function that gives the words of the newest block that has kept places as `which` says."""

    def words():
        found = KeptPlaces.objects.filter(**which).select_related("session__course", "session__venue")
        kept = found.order_by("-pk").first()
        if kept is None:
            return None
        block = Block.objects.get(pk=kept.block_id)
        parts = parts_of(block)
        return {"name": block.contact_name, "block": block, "session": kept.session, "parts": parts}

    return words


def _to_department(name, title, placeholders, newest):
    declare(
        f"courses/{name}",
        title,
        to=DEPARTMENTS,
        placeholders=THE_BLOCK | placeholders | NAMES_LINK,
        newest=newest,
    )


_to_department(
    "block_kept", "Places are kept for a department", PARTS | NAMES_BY | PASS_ON_LINK, newest_block()
)
_to_department(
    "block_reminder",
    "Some days before the last day for names",
    PARTS | NAMES_BY | PASS_ON_LINK,
    newest_block(released_at=None),
)
_to_department(
    "block_released",
    "Places without a name were released",
    PARTS,
    newest_block(released_at__isnull=False),
)
_to_department(
    "block_session_changed",
    "A session in which they have places has another time or place",
    THE_SESSION | ROUGHLY_WHERE,
    newest_block(session__state="open"),
)
_to_department(
    "block_session_revived",
    "A session in which they have places takes place after all",
    THE_SESSION | ROUGHLY_WHERE,
    newest_block(session__state="open"),
)
_to_department(
    "block_session_off",
    "A session in which they have places is called off",
    THE_SESSION | ROUGHLY_WHERE | WHY,
    newest_block(session__state="called_off"),
)
