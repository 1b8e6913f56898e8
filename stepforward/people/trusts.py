"""The NHS trusts of North West England by their ODS codes, and those that were merged into them."""

import csv
from pathlib import Path

TRUSTS = Path(__file__).resolve().parent / "data" / "nw_trusts.csv"


def add_trusts(organisations):
    """Add what is missing from `organisations`, a manager of Organisation; what is there stays as it is."""
    with TRUSTS.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    # Successors come before the organisations that they took in, so that the row to point to is there.
    for row in sorted(rows, key=lambda row: bool(row["successor"])):
        organisations.get_or_create(
            ods_code=row["ods_code"],
            defaults={
                "name": row["name"],
                "short_name": row["short_name"],
                "system_code": row["system_code"],
                "system_name": row["system_name"],
                "note": row["note"],
                "valid_to": row["valid_to"] or None,
                "successor": organisations.get(ods_code=row["successor"]) if row["successor"] else None,
            },
        )
