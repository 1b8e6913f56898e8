import pytest
from django.urls import reverse


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked", [{"stage": "zzz"}, {"course": "9" * 25}, {"system": "zzz"}, {"q": "x" * 81}]
)
def test_a_roster_is_not_downloaded_for_a_filter_that_nobody_knows(client, coordinator, asked):
    client.force_login(coordinator)
    answer = client.get(reverse("facilitators:roster"), asked | {"format": "csv"})
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
