"""Audit events in words: "Part offered: assignment 12 (part lead, session 3)"."""

from django.apps import apps
from django.utils.text import capfirst

NOBODY = "The system, or somebody without an account"


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
    return f"{capfirst(event.verb)}: {about_in_words(event)}{f' ({details})' if details else ''}"


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
