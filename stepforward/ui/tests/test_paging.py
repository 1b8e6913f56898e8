import pytest
from django.test import RequestFactory
from pytest_django.asserts import assertNumQueries

from stepforward.people.models import User
from stepforward.ui.paging import paged


@pytest.mark.parametrize(
    ("asked", "given"),
    [("", 1), ("2", 2), ("0", 1), ("-3", 1), ("99", 4), ("two", 1), ("1e9", 1), ("9" * 50, 4), ("²", 1)],
)
def test_a_bad_page_number_gives_the_nearest_page(asked, given):
    page = paged(RequestFactory().get("/", {"page": asked}), list(range(100)))
    assert page.number == given


def test_a_list_of_nothing_has_one_empty_page():
    page = paged(RequestFactory().get("/"), [])
    assert list(page) == []


@pytest.mark.django_db
@pytest.mark.parametrize("people", [1, 3, 30])
def test_a_page_costs_two_queries_however_long_the_list(people):
    User.objects.bulk_create(User(email=f"{n}@example.test", name=str(n)) for n in range(people))
    with assertNumQueries(2):
        assert len(paged(RequestFactory().get("/"), User.objects.order_by("pk"))) == min(people, 25)
