"""Every field of every model is classified: what is held on a person, for how long, and how it is erased."""

import pytest
from django.apps import apps

from stepforward.people import privacy
from stepforward.people.privacy import Kind, declared


def fields_held():
    """{"app.Model": {field names}} of all that the database holds, as the models have it."""
    return {
        model._meta.label: {
            field.name for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
        }
        for model in apps.get_models()
        if model._meta.managed
    }


def test_every_field_of_every_model_is_classified():
    held = fields_held()
    unclassified = {
        f"{model}.{field}"
        for model, fields in held.items()
        for field in fields - declared.get(model, {}).keys()
    }
    assert unclassified == set()


def test_nothing_is_classified_that_does_not_exist():
    held = fields_held()
    gone = {
        f"{model}.{field}"
        for model, fields in declared.items()
        for field in fields.keys() - held.get(model, set())
    }
    assert gone == set()


def test_whatever_is_personal_says_how_long_it_is_kept_and_how_it_is_erased():
    silent = {
        f"{model}.{field}"
        for model, fields in declared.items()
        for field, what in fields.items()
        if what.kind is not Kind.NEITHER and not (what.keep.strip() and what.erase.strip())
    }
    assert silent == set()


def test_saying_a_field_twice_is_refused(monkeypatch):
    monkeypatch.setattr(privacy, "declared", {})
    with pytest.raises(ValueError, match="declared twice"):
        privacy.declare("x.Y", privacy.neither("id name"), privacy.personal("name", keep="k.", erase="e."))
