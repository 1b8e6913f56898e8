"""The coordinator's venues: what is said of them, and who may say it."""

import pytest
from django.urls import reverse

from courses.models import Venue
from courses.tests.factories import VenueFactory
from stepforward.testing import signed_in_as

pytestmark = pytest.mark.django_db
FACTS = {"name": "Hall", "address": "1 High Street, Stockport", "postcode": "sk2 7je"}


@pytest.fixture
def desk(coordinator):
    return signed_in_as(coordinator)


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ("http://maps.example/1", "The map link must begin with https://, because people open it"),
        ("ftp://maps.example/1", "The map link must begin with https://, because people open it"),
        ("javascript:alert(1)", "Enter a web address in the correct format"),
        ("https://", "Enter a web address in the correct format"),
    ],
)
@pytest.mark.parametrize("page", ["new", "there"])
def test_a_map_link_that_is_no_https_address_gets_a_sentence_at_its_place(page, link, sentence, desk):
    there = VenueFactory()
    where = reverse("courses:new_venue") if page == "new" else reverse("courses:venue", args=[there.pk])
    answer = desk.post(where, FACTS | {"map_link": link})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert text.count(sentence) == 2 and 'href="#id_map_link"' in text  # above the form, and at the field
    assert f'value="{link}"' in text and Venue.objects.get() == there


def test_a_map_link_without_its_beginning_is_taken_for_https(desk):
    desk.post(reverse("courses:new_venue"), FACTS | {"map_link": "maps.example/1"})
    assert Venue.objects.get().map_link == "https://maps.example/1"
