"""Fetching from real https servers on loopback, kind ones and hostile ones."""

import gzip
import os
import socket
import time
import tracemalloc

import pytest
import trustme

from stepforward.fetching import refusals
from stepforward.fetching.https import fetch, place_of
from stepforward.fetching.tests.servers import dripping, https_server, written

BODY = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
LIMIT = 100_000


@pytest.fixture
def server(settings, tmp_path):
    with https_server(settings, tmp_path) as running:
        running.answers["/rota.ics"] = (200, {}, BODY)
        yield running


def test_what_is_there_is_fetched_by_its_name(server):
    server.answers["/rota.ics?key=1"] = (200, {"ETag": '"a b"', "Last-Modified": "Mon, 05 Jan 2026"}, BODY)
    found = fetch(server.address("/rota.ics?key=1#part", "rota.trust.example"), resolve=here)
    assert (found.body, found.etag, found.last_modified) == (BODY, '"a b"', "Mon, 05 Jan 2026")
    # the name stands in Host, nothing of the fragment or of whoever asks goes out
    (asked,) = server.asked
    assert f"Host: rota.trust.example:{server.port}" in asked
    assert "part" not in asked and "Cookie" not in asked and "Referer" not in asked
    assert "If-None-Match" not in asked


def here(name, port):
    return ["127.0.0.1"]


def test_what_has_not_changed_is_not_sent_again(server):
    server.answers["/rota.ics"] = (304, {"ETag": '"v1"'})
    found = fetch(server.address(), etag='"v1"', last_modified="Mon, 05 Jan 2026")
    assert found.body is None and found.etag == '"v1"'
    assert 'If-None-Match: "v1"' in server.asked[0]
    assert "If-Modified-Since: Mon, 05 Jan 2026" in server.asked[0]


def test_the_same_server_is_reached_only_while_this_machine_is_allowed(server, settings):
    assert fetch(server.address()).body == BODY
    settings.FETCH_LOOPBACK_CA = ""
    with pytest.raises(refusals.NotAnAddress):  # not even its port
        fetch(server.address())
    for name in ("localhost", "127.0.0.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]"):
        with pytest.raises(refusals.Forbidden):
            fetch(f"https://{name}/rota.ics")
    assert len(server.asked) == 1


def test_a_name_that_changes_its_mind_after_the_check_is_not_asked_again(server):
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    found = fetch(server.address(name="rota.trust.example"), resolve=lambda *_: next(answers))
    assert found.body == BODY
    # one resolving was all: the second answer is still there
    assert next(answers) == ["10.0.0.1"]


@pytest.mark.parametrize(
    "to", ["https://10.0.0.1/", "https://169.254.169.254/latest", "https://[fd00:ec2::254]/"]
)
def test_a_redirect_into_a_private_network_is_refused(server, to):
    server.answers["/rota.ics"] = (302, {"Location": to})
    with pytest.raises(refusals.Forbidden):
        fetch(server.address())


@pytest.mark.parametrize("to", ["http://localhost/rota.ics", "file:///etc/passwd", "https://u:p@localhost/"])
def test_a_redirect_away_from_https_is_refused(server, to):
    server.answers["/rota.ics"] = (301, {"Location": to})
    with pytest.raises(refusals.NotAnAddress):
        fetch(server.address())


def test_redirects_are_followed_and_not_for_ever(server):
    server.answers |= {"/a": (307, {"Location": "b"}), "/b": (301, {"Location": server.address()})}
    assert fetch(server.address("/a")).body == BODY
    server.answers["/rota.ics"] = (302, {"Location": "/rota.ics"})
    with pytest.raises(refusals.TooManyTurns):
        fetch(server.address())
    assert len(server.asked) == 9


def test_who_cannot_prove_their_name_is_not_read(server, settings, tmp_path):
    with pytest.raises(refusals.NotTrusted):  # the certificate is of another name
        fetch(server.address(name="other.trust.example"), resolve=here)
    with pytest.raises(refusals.NotTrusted):  # of an authority that nobody knows
        settings.FETCH_LOOPBACK_CA = str(tmp_path / "another.pem")
        trustme.CA().cert_pem.write_to_path(settings.FETCH_LOOPBACK_CA)
        fetch(server.address())
    assert server.asked == []


def cut(head, body=BODY):
    def send(connection):
        connection.sendall(head + body)
        connection.unwrap()

    return send


def ragged(connection):
    """No length is said, and the connection just ends, as if somebody between had cut it."""
    connection.sendall(written(200, {"Content-Length": None}, BODY))
    connection.close()


def claiming(length, body=BODY):
    return cut(written(200, {"Content-Length": length}), body)


SQUEEZED = gzip.compress(BODY)
BOMB = gzip.compress(bytes(200_000_000), 9)
CHUNKED = written(200, {"Content-Length": None, "Transfer-Encoding": "chunked"})


@pytest.mark.parametrize(
    ("answer", "refusal"),
    [
        (claiming(len(BODY) + 50), refusals.CutShort),
        (claiming(LIMIT + 1), refusals.TooLarge),
        (claiming(LIMIT + 1, b"x" * (LIMIT + 1)), refusals.TooLarge),
        (cut(written(200, {"Content-Length": None}), b"x" * 3 * LIMIT), refusals.TooLarge),
        (cut(CHUNKED, b"5\r\nhello\r\n"), refusals.CutShort),
        (cut(CHUNKED, b"fffffff\r\nhello"), refusals.CutShort),
        (cut(CHUNKED, b"1\r\nx\r\n" * LIMIT), refusals.CutShort),
        (cut(CHUNKED, b"10000\r\n" + b"x" * 65_536 + b"\r\n10000\r\n" + b"x" * 65_536), refusals.TooLarge),
        (ragged, refusals.CutShort),
        ((200, {"Content-Encoding": "gzip"}, BOMB), refusals.TooLarge),
        ((200, {"Content-Encoding": "gzip"}, SQUEEZED[:-9]), refusals.CutShort),
        ((200, {"Content-Encoding": "gzip"}, BODY), refusals.CutShort),
        ((200, {"Content-Encoding": "br"}, BODY), refusals.NotServed),
        ((401, {}), refusals.NotAllowed),
        ((403, {}), refusals.NotAllowed),
        ((404, {}), refusals.Gone),
        ((410, {}), refusals.Gone),
        ((500, {}), refusals.NotServed),
        ((429, {"Retry-After": "9"}), refusals.NotServed),
        ((206, {}, BODY), refusals.NotServed),
        (cut(b"nonsense\r\n\r\n"), refusals.NoAnswer),
        (cut(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5000 + b"\r\n"), refusals.NoAnswer),
        (cut(b""), refusals.NoAnswer),
    ],
)
def test_a_server_that_lies_or_refuses_is_not_believed(server, answer, refusal):
    server.answers["/rota.ics"] = answer
    with pytest.raises(refusal):
        fetch(server.address(), limit=LIMIT, seconds=5)


def test_what_is_squeezed_is_read_and_what_it_becomes_stays_small_in_memory(server):
    server.answers["/rota.ics"] = (200, {"Content-Encoding": "gzip"}, SQUEEZED)
    assert fetch(server.address(), limit=LIMIT).body == BODY
    server.answers["/rota.ics"] = (200, {"Content-Encoding": "gzip"}, BOMB)
    tracemalloc.start()
    with pytest.raises(refusals.TooLarge):
        fetch(server.address(), limit=LIMIT)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    "head",
    [b"", b"HTTP/1.1 200 OK\r\nX: ", written(200, {"Content-Length": 90_000}), CHUNKED],
    ids=["before the head", "in the head", "in the body", "in a chunk"],
)
def test_single_bytes_now_and_then_gain_no_time(server, head):
    server.answers["/rota.ics"] = dripping(head)
    began = time.monotonic()
    with pytest.raises((refusals.TooSlow, refusals.NoAnswer)):
        fetch(server.address(), seconds=0.6)
    assert time.monotonic() - began < 1.5


def test_a_server_that_takes_the_call_and_says_nothing_is_left(settings, server):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        with pytest.raises(refusals.TooSlow):
            fetch(f"https://127.0.0.1:{silent.getsockname()[1]}/", seconds=0.3)
        assert time.monotonic() - began < 1.5


def test_where_nobody_listens_that_is_said(server):
    server.close()
    with pytest.raises(refusals.NoAnswer):
        fetch(server.address(name="127.0.0.1"), seconds=2)


def test_no_proxy_of_the_environment_is_asked(server, monkeypatch):
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setitem(os.environ, name, "http://127.0.0.1:9")
    assert fetch(server.address()).body == BODY


@pytest.mark.parametrize(
    "address",
    [
        "http://trust.example/rota.ics",
        "ftp://trust.example/",
        "trust.example/rota.ics",
        "https:///rota.ics",
        "https://trust.example:8443/rota.ics",
        "https://trust.example:99999/",
        "https://me:secret@trust.example/",
        "https://trust.example/a b",
        "https://trust.example/\r\nHost: x",
        "https://trust.example/\x00",
        "https://tr\u00fcst.example/",
        "https://[::1/",
        "https://" + "a" * 3000,
        "",
    ],
)
def test_what_is_no_public_https_address_is_not_asked(address):
    with pytest.raises(refusals.NotAnAddress):
        place_of(address)


def test_no_refusal_repeats_the_address(server):
    server.answers["/s3cret.ics"] = (404, {})
    with pytest.raises(refusals.Gone) as refused:
        fetch(server.address("/s3cret.ics"))
    assert "s3cret" not in refused.value.why and refused.value.__cause__ is None
