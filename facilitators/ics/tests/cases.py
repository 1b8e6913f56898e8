"""Calendars made by hand, each with the busy stretches in UTC that it must give between SINCE and UNTIL.

{name: (the calendar, ["from/until", …])}; both are written as iCalendar writes UTC, without the Z.
"""

from datetime import UTC, datetime

from facilitators.ics.tests.calendars import calendar, event, once
from facilitators.ics.tests.zones import LONDON, OUTLOOK, OWN

SINCE = datetime(2026, 3, 1, tzinfo=UTC)
UNTIL = datetime(2026, 12, 1, tzinfo=UTC)
MORNING = ("20260310T090000", "20260310T130000")
WINTER_MORNING = "20260310T090000/20260310T130000"
FOUR_SUNDAYS = [
    "20260322T090000/20260322T100000",
    "20260329T080000/20260329T090000",
    "20260405T080000/20260405T090000",
    "20260412T080000/20260412T090000",
]


def weekly(*lines, at=("20260322T090000", "20260322T100000"), zone="Europe/London", uid="one@trust.example"):
    return once(*at, *lines, zone=zone, uid=uid)


def override(number, at, *lines, zone="Europe/London"):
    return once(*at, f"RECURRENCE-ID;TZID={zone}:{number}", *lines, zone=zone)


FOUR = "RRULE:FREQ=WEEKLY;COUNT=4"

# What any reader of RFC 5545 must find; a second one is asked, too.
BY_THE_BOOK = {
    "once": (calendar(LONDON, once(*MORNING)), [WINTER_MORNING]),
    "weekly over the change to summer": (calendar(LONDON, weekly(FOUR)), FOUR_SUNDAYS),
    "weekly over the change to winter": (
        calendar(LONDON, weekly(FOUR, at=("20261011T090000", "20261011T100000"))),
        [
            "20261011T080000/20261011T090000",
            "20261018T080000/20261018T090000",
            "20261025T090000/20261025T100000",
            "20261101T090000/20261101T100000",
        ],
    ),
    "nights over both changes": (
        calendar(
            LONDON,
            once("20260328T203000", "20260329T093000"),
            once("20261024T203000", "20261025T093000", uid="two@trust.example"),
        ),
        ["20260328T203000/20260329T083000", "20261024T193000/20261025T093000"],
    ),
    "weekly in UTC stays where it is": (
        calendar(event("DTSTART:20260322T090000Z", "DTEND:20260322T100000Z", "RRULE:FREQ=WEEKLY;COUNT=2")),
        ["20260322T090000/20260322T100000", "20260329T090000/20260329T100000"],
    ),
    "an exception": (
        calendar(LONDON, weekly(FOUR, "EXDATE;TZID=Europe/London:20260329T090000")),
        [FOUR_SUNDAYS[0], *FOUR_SUNDAYS[2:]],
    ),
    "two exceptions in one line, in UTC": (
        calendar(LONDON, weekly(FOUR, "EXDATE:20260329T080000Z,20260412T080000Z")),
        [FOUR_SUNDAYS[0], FOUR_SUNDAYS[2]],
    ),
    "more dates": (
        calendar(
            LONDON,
            weekly("RRULE:FREQ=WEEKLY;COUNT=1", "RDATE;TZID=Europe/London:20260410T090000,20260411T090000"),
        ),
        [FOUR_SUNDAYS[0], "20260410T080000/20260410T090000", "20260411T080000/20260411T090000"],
    ),
    "moved": (
        calendar(LONDON, weekly(FOUR), override("20260329T090000", ("20260331T140000", "20260331T160000"))),
        [FOUR_SUNDAYS[0], "20260331T130000/20260331T150000", *FOUR_SUNDAYS[2:]],
    ),
    "moved out of the rule's own time": (
        calendar(LONDON, weekly(FOUR), override("20260329T090000", ("20260820T140000", "20260820T160000"))),
        [FOUR_SUNDAYS[0], *FOUR_SUNDAYS[2:], "20260820T130000/20260820T150000"],
    ),
    "one of them cancelled": (
        calendar(
            LONDON,
            weekly(FOUR),
            override("20260405T090000", ("20260405T090000", "20260405T100000"), "STATUS:CANCELLED"),
        ),
        [*FOUR_SUNDAYS[:2], FOUR_SUNDAYS[3]],
    ),
    "one of them shown as free": (
        calendar(
            LONDON,
            weekly(FOUR),
            override("20260405T090000", ("20260405T090000", "20260405T100000"), "TRANSP:TRANSPARENT"),
        ),
        [*FOUR_SUNDAYS[:2], FOUR_SUNDAYS[3]],
    ),
    "all cancelled": (calendar(LONDON, weekly(FOUR, "STATUS:CANCELLED")), []),
    "all shown as free": (calendar(LONDON, weekly(FOUR, "TRANSP:TRANSPARENT")), []),
    "until, in UTC": (
        calendar(LONDON, weekly("RRULE:FREQ=WEEKLY;UNTIL=20260405T080000Z")),
        FOUR_SUNDAYS[:3],
    ),
    "every other week on two days": (
        calendar(
            LONDON,
            once("20260316T180000", "20260316T200000", "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=4"),
        ),
        [
            "20260316T180000/20260316T200000",
            "20260318T180000/20260318T200000",
            "20260330T170000/20260330T190000",
            "20260401T170000/20260401T190000",
        ],
    ),
    "the last Friday of the month": (
        calendar(LONDON, once("20260327T120000", "20260327T130000", "RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=3")),
        [
            "20260327T120000/20260327T130000",
            "20260424T110000/20260424T120000",
            "20260529T110000/20260529T120000",
        ],
    ),
    "the 31st, where there is one": (
        calendar(LONDON, once("20260331T120000", "20260331T130000", "RRULE:FREQ=MONTHLY;COUNT=3")),
        [
            "20260331T110000/20260331T120000",
            "20260531T110000/20260531T120000",
            "20260731T110000/20260731T120000",
        ],
    ),
    "begun years ago and never ending": (
        calendar(LONDON, once("20080103T070000", "20080103T080000", "RRULE:FREQ=YEARLY;BYMONTH=6;BYDAY=1TH")),
        ["20260604T060000/20260604T070000"],
    ),
    "a whole day in winter, one in summer": (
        calendar(
            event("DTSTART;VALUE=DATE:20260310", "DTEND;VALUE=DATE:20260311"),
            event("DTSTART;VALUE=DATE:20260710", "DTEND;VALUE=DATE:20260711", uid="two@trust.example"),
        ),
        ["20260310T000000/20260311T000000", "20260709T230000/20260710T230000"],
    ),
    "leave over a change": (
        calendar(event("DTSTART;VALUE=DATE:20261023", "DTEND;VALUE=DATE:20261027")),
        ["20261022T230000/20261027T000000"],
    ),
    "a whole day every week": (
        calendar(
            event("DTSTART;VALUE=DATE:20260323", "DTEND;VALUE=DATE:20260324", "RRULE:FREQ=WEEKLY;COUNT=2")
        ),
        ["20260323T000000/20260324T000000", "20260329T230000/20260330T230000"],
    ),
    "a whole day that does not say its end": (
        calendar(event("DTSTART;VALUE=DATE:20260310")),
        ["20260310T000000/20260311T000000"],
    ),
    "floating is London's time": (
        calendar(event("DTSTART:20260701T090000", "DTEND:20260701T100000", "RRULE:FREQ=DAILY;COUNT=2")),
        ["20260701T080000/20260701T090000", "20260702T080000/20260702T090000"],
    ),
    "a length instead of an end": (
        calendar(LONDON, event("DTSTART;TZID=Europe/London:20260310T090000", "DURATION:PT4H")),
        [WINTER_MORNING],
    ),
    "a moment is no time": (calendar(LONDON, event("DTSTART;TZID=Europe/London:20260310T090000")), []),
    "overlapping and touching are one": (
        calendar(
            LONDON,
            once("20260310T090000", "20260310T110000", uid="1"),
            once("20260310T103000", "20260310T120000", uid="2"),
            once("20260310T120000", "20260310T130000", uid="3"),
            once("20260310T093000", "20260310T100000", uid="4"),
        ),
        [WINTER_MORNING],
    ),
    "Outlook's name for London, with its rules": (
        calendar(OUTLOOK, weekly(FOUR, zone="GMT Standard Time")),
        FOUR_SUNDAYS,
    ),
    "a zone that is nobody's, over its own changes": (
        calendar(
            OWN,
            weekly(
                "RRULE:FREQ=WEEKLY;COUNT=2",
                at=("20260429T120000", "20260429T130000"),
                zone="Customized Time Zone",
            ),
            once("20260812T120000", "20260812T130000", zone="Customized Time Zone", uid="two@trust.example"),
        ),
        [
            "20260429T090000/20260429T100000",
            "20260506T080000/20260506T090000",
            "20260812T090000/20260812T100000",
        ],
    ),
    "alarms and to-dos are nothing": (
        calendar(
            LONDON,
            once(*MORNING, "BEGIN:VALARM", "TRIGGER:-PT15M", "DURATION:PT5M", "REPEAT:2", "END:VALARM"),
            "BEGIN:VTODO\r\nUID:t\r\nDTSTART:20260601T090000Z\r\nDUE:20260601T120000Z\r\nEND:VTODO",
            "BEGIN:VJOURNAL\r\nUID:j\r\nDTSTART:20260601T090000Z\r\nEND:VJOURNAL",
        ),
        [WINTER_MORNING],
    ),
    "folded, in strange letters": (
        calendar(
            LONDON,
            once(
                *MORNING,
                "SUMMARY:Ärztliche \U0001f9d1\\, B\r\n esprechung",
                "DESCRIPTION:DTSTART:20260601T0\r\n 90000Z",
            ),
        ),
        [WINTER_MORNING],
    ),
}


def busy_status(word, transparent="OPAQUE"):
    return calendar(once(*MORNING, f"TRANSP:{transparent}", f"X-MICROSOFT-CDO-BUSYSTATUS:{word}"))


# What the book leaves open, and we decided; and what programs write that is not in it.
AS_WE_DECIDED = {
    "Outlook: busy": (busy_status("BUSY"), [WINTER_MORNING]),
    "Outlook: tentative": (busy_status("TENTATIVE"), [WINTER_MORNING]),
    "Outlook: out of office": (busy_status("OOF"), [WINTER_MORNING]),
    "Outlook: free": (busy_status("FREE"), []),
    "Outlook: working elsewhere": (busy_status("WORKINGELSEWHERE"), []),
    "Outlook's word goes before TRANSP": (busy_status("OOF", "TRANSPARENT"), [WINTER_MORNING]),
    "tentative": (calendar(once(*MORNING, "STATUS:TENTATIVE")), [WINTER_MORNING]),
    "Outlook's name without its rules": (calendar(weekly(FOUR, zone="GMT Standard Time")), FOUR_SUNDAYS),
    "another of Outlook's names": (
        calendar(once("20260710T100000", "20260710T110000", zone="W. Europe Standard Time")),
        ["20260710T080000/20260710T090000"],
    ),
    "a name in quotes": (
        calendar(once("20260710T100000", "20260710T110000", zone='"Europe/Paris"')),
        ["20260710T080000/20260710T090000"],
    ),
    "a name with its maker before it": (
        calendar(
            once("20260710T100000", "20260710T110000", zone="/freeassociation.sourceforge.net/Europe/Paris")
        ),
        ["20260710T080000/20260710T090000"],
    ),
    "a name that nobody knows is London's": (
        calendar(once("20260710T100000", "20260710T110000", zone="Ward 7 time")),
        ["20260710T090000/20260710T100000"],
    ),
    "the zone's rules after the entry": (
        calendar(once("20260429T120000", "20260429T130000", zone="Customized Time Zone"), OWN),
        ["20260429T090000/20260429T100000"],
    ),
    "a whole day that ends as it begins": (
        calendar(event("DTSTART;VALUE=DATE:20260310", "DTEND;VALUE=DATE:20260310")),
        ["20260310T000000/20260311T000000"],
    ),
    "an end before the beginning": (calendar(once("20260310T130000", "20260310T090000")), []),
    "an hour that the clocks skip": (
        calendar(once("20260329T013000", "20260329T033000")),
        ["20260329T013000/20260329T023000"],
    ),
    "an hour that comes twice is the first": (
        calendar(once("20261025T013000", "20261025T030000")),
        ["20261025T003000/20261025T030000"],
    ),
    "free and busy": (
        calendar(
            "BEGIN:VFREEBUSY\r\nUID:f\r\nDTSTART:20260301T000000Z\r\nDTEND:20260401T000000Z\r\n"
            "FREEBUSY:20260310T090000Z/20260310T110000Z,20260310T110000Z/PT2H\r\n"
            "FREEBUSY;FBTYPE=FREE:20260311T090000Z/20260311T110000Z\r\n"
            "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260312T090000Z/20260312T110000Z\r\n"
            "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20260313T090000Z/20260313T110000Z\r\nEND:VFREEBUSY"
        ),
        [
            WINTER_MORNING,
            "20260312T090000/20260312T110000",
            "20260313T090000/20260313T110000",
        ],
    ),
    "this and all that follow, moved": (
        calendar(
            weekly(FOUR),
            once(
                "20260405T110000",
                "20260405T120000",
                "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/London:20260405T090000",
            ),
        ),
        [
            *FOUR_SUNDAYS[:2],
            "20260405T100000/20260405T110000",
            "20260412T100000/20260412T110000",
        ],
    ),
    "one of a series whose beginning was not sent": (
        calendar(override("20260329T090000", ("20260331T140000", "20260331T160000"))),
        ["20260331T130000/20260331T150000"],
    ),
    "the newer of two of the same": (
        calendar(
            once("20260310T090000", "20260310T100000", "SEQUENCE:1"),
            once(*MORNING, "SEQUENCE:2"),
        ),
        [WINTER_MORNING],
    ),
    "two without any name": (
        calendar(
            *(
                "\r\n".join(line for line in once(*at).split("\r\n") if "UID" not in line)
                for at in (MORNING, ("20260311T090000", "20260311T130000"))
            )
        ),
        [WINTER_MORNING, "20260311T090000/20260311T130000"],
    ),
    "until as a day": (
        calendar(weekly("RRULE:FREQ=WEEKLY;UNTIL=20260406")),
        FOUR_SUNDAYS[:3],
    ),
    "lines that end as Unix ends them, in small letters": (
        calendar(once(*MORNING))
        .replace(b"\r\n", b"\n")
        .replace(b"BEGIN:VEVENT", b"begin:vevent")
        .replace(b"END:VEVENT", b"end:vevent")
        .replace(b"DTSTART", b"dtstart"),
        [WINTER_MORNING],
    ),
    "a mark of byte order before it": (b"\xef\xbb\xbf" + calendar(once(*MORNING)), [WINTER_MORNING]),
    "a calendar of nothing": (calendar(), []),
    # Some programs make it the first of March; RFC 5545 says that a date that is none is left out.
    "a leap day every year is none in 2026": (
        calendar(LONDON, once("20240229T120000", "20240229T130000", "RRULE:FREQ=YEARLY")),
        [],
    ),
    "cut at both ends of what we read": (
        calendar(event("DTSTART;VALUE=DATE:20260101", "DTEND;VALUE=DATE:20270101")),
        ["20260301T000000/20261201T000000"],
    ),
}


def stretches(texts):
    """[(start, end), …] of ["20260310T090000/20260310T130000", …]."""
    return [
        tuple(datetime.strptime(f"{at}+0000", "%Y%m%dT%H%M%S%z") for at in text.split("/")) for text in texts
    ]
