"""Audit events in words: "Part offered: assignment 12 (part lead, session 3)"."""

import re

from django.apps import apps

NOBODY = "The system, or somebody without an account"


def verb_in_words(verb):
    """Verbs are words already ("part offered"); a floor's name before a dot and underscores are taken out."""
    words = re.sub(r"^\w+\.", "", verb).replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def about_in_words(event):
    """The row that it was done to: assignment 12. A model that is gone keeps its name."""
    try:
        name = apps.get_model(event.about)._meta.verbose_name
    except LookupError:
        name = event.about.rpartition(".")[2].lower()
    return f"{name} {event.about_id}"


def details_in_words(details):
    """part lead, session 3; a list is said item by item."""
    return ", ".join(f"{key.replace('_', ' ')} {_said(value)}" for key, value in details.items())


def sentence(event):
    details = details_in_words(event.details)
    return f"{verb_in_words(event.verb)}: {about_in_words(event)}{f' ({details})' if details else ''}"


def who(event):
    return event.by.name if event.by else NOBODY


def _said(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value == "":
        return "none"
    if isinstance(value, list):
        return " and ".join(map(_said, value)) or "none"
    if isinstance(value, dict):
        return f"({details_in_words(value)})"
    return str(value)
