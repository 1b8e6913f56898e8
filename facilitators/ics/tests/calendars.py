"""iCalendar text for tests."""


def event(*lines, uid="one@trust.example"):
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"])


def once(start, end, *lines, zone="Europe/London", uid="one@trust.example"):
    """An entry from `start` to `end`, as RFC 5545 writes local times."""
    at = f";TZID={zone}" if zone else ""
    return event(f"DTSTART{at}:{start}", f"DTEND{at}:{end}", *lines, uid=uid)


def calendar(*components, head=()):
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//A trust//Rota//EN",
        *head,
        *components,
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(lines).encode()
