"""The quality frameworks that courses are said to serve, each with its domains."""

import csv
from pathlib import Path

from django.db import transaction

from stepforward.audit.recording import record

DOMAINS = Path(__file__).resolve().parent / "data" / "quality_domains.csv"


def add_domains(domains):
    """Add what is missing from `domains`, a manager of QualityDomain; what is there stays as it is."""
    with DOMAINS.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            domains.get_or_create(
                framework=row["framework"], number=int(row["number"]), defaults={"name": row["name"]}
            )


@transaction.atomic
def serve(*, course, domains, by):
    """The course serves these domains from now on; what was certified before stays as it was."""
    course.domains.set(domains)
    record("course domains set", course, by=by, domains=[one.number for one in domains])


def said(domains):
    """How a certificate says them, in order: "HEE Quality Framework 2021: 1. Learning …"."""
    return [f"{one.framework}: {one}" for one in sorted(domains, key=lambda d: (d.framework, d.number))]
