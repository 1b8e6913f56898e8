import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "cookie",
    [
        '"aaaaaaaaaaaa\\000bbbbbb"',
        '"\\377\\376aaaaaaaaaa"',
        "a" * 5000,
        "%00aaaaaaaaaa",
        '"',
        "no-such-session",
    ],
)
@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/request/", "/feedback/unknown/"])
def test_a_hostile_session_cookie_is_no_session(path, cookie):
    answer = Client(headers={"cookie": f"sessionid={cookie}"}).get(path)
    assert answer.status_code == (404 if path.startswith("/feedback/") else 200)


def test_whoever_signed_in_stays_signed_in(client, coordinator):
    client.force_login(coordinator)
    assert client.get("/requests/").status_code == 200
