"""A calendar as a mail program keeps it: what becomes of the entries when emails are opened in order
(RFC 5546, section 2.1.5: the higher SEQUENCE wins, then the later DTSTAMP). All texts are read twice, by
`icalendar` and by ical.js, which is Thunderbird's."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.conf import settings
from icalendar import Calendar

READ = """text => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const [entry] = calendar.getAllSubcomponents("vevent");
  const event = new ICAL.Event(entry);
  return {
    method: calendar.getFirstPropertyValue("method"),
    uid: event.uid,
    sequence: event.sequence,
    starts: event.startDate.toJSDate().toISOString(),
    ends: event.endDate.toJSDate().toISOString(),
    stamp: entry.getFirstPropertyValue("dtstamp").toJSDate().toISOString(),
    where: event.location,
    how: event.description,
    attendee: entry.getFirstPropertyValue("attendee"),
  };
}"""


@dataclass(frozen=True)
class Entry:
    method: str
    uid: str
    sequence: int
    starts: datetime
    ends: datetime
    stamp: datetime
    where: str
    how: str | None
    attendee: str

    @property
    def age(self):
        return self.sequence, self.stamp


@dataclass
class Client:
    """{uid: the newest entry of it}, cancelled ones too, because they make older invitations stale."""

    newest: dict = field(default_factory=dict)

    def open(self, entry):
        known = self.newest.get(entry.uid)
        assert known is None or known.age < entry.age, "an invitation that a calendar would take for stale"
        self.newest[entry.uid] = entry

    @property
    def shown(self):
        """(start, end, where) of what stands in the calendar."""
        found = [one for one in self.newest.values() if one.method == "REQUEST"]
        return sorted((one.starts, one.ends, one.where) for one in found)


def read_by_icalendar(text):
    calendar = Calendar.from_ical(text)
    (entry,) = calendar.walk("VEVENT")
    return Entry(
        method=str(calendar["method"]),
        uid=str(entry["uid"]),
        sequence=int(entry["sequence"]),
        starts=entry["dtstart"].dt,
        ends=entry["dtend"].dt,
        stamp=entry["dtstamp"].dt,
        where=str(entry["location"]),
        how=str(entry["description"]) if "description" in entry else None,
        attendee=str(entry["attendee"]),
    )


class Thunderbird:
    """ical.js on an empty page of a real browser."""

    def __init__(self, page):
        page.goto("about:blank")
        page.evaluate((settings.BASE_DIR / "node_modules/ical.js/dist/ical.es5.min.cjs").read_text())
        self.page = page

    def read(self, text):
        said = self.page.evaluate(READ, text)
        for moment in ("starts", "ends", "stamp"):
            said[moment] = datetime.fromisoformat(said[moment]).astimezone(UTC)
        return Entry(**said)
