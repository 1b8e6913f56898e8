"""A certificate on paper: a tagged PDF (PDF/UA-1) with its language and title, A4 upright.

Typeset by Typst, in this process, from `templates/courses/certificate.typ`. Names are data, never markup. Its
own typeface knows Latin, Greek and Cyrillic letters; for others it takes what fonts the machine has.
"""

from django.conf import settings

from stepforward.inspecting import naming
from stepforward.people import links
from stepforward.ui.typesetting import typeset
from stepforward.ui.wording import civil_date, say_clock, say_day

PAGE = settings.BASE_DIR / "templates" / "courses" / "certificate.typ"


def pdf(certificate):
    """Bytes. The same certificate gives the same paper."""
    said = {
        "kind": certificate.kind,
        "title": certificate.get_kind_display(),
        "name": certificate.name,
        "part": certificate.part,
        "course": certificate.course,
        "day": say_day(certificate.starts_at),
        "time": f"{say_clock(certificate.starts_at)} to {say_clock(certificate.ends_at)}",
        "hours": certificate.said_hours,
        "domains": "\n".join(certificate.domains),
        "issued": say_day(certificate.issued_at),
        "code": certificate.said_code,
        "address": links.absolute("courses:certificate", certificate.code),
    }
    return typeset(PAGE, said, at=certificate.issued_at)


def file_name(certificate):
    """As a portfolio sorts it: "2026-01-20 Active Bystander, certificate of attendance, Zoë Kaur.pdf"."""
    day, kind = civil_date(certificate.starts_at).isoformat(), certificate.get_kind_display().lower()
    said = f"{day} {certificate.course}, {kind}, {certificate.name}".strip(", ")
    return naming.file_name(said, "pdf")
