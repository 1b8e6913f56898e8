import threading

import pytest

from stepforward.fetching import refusals
from stepforward.fetching.addresses import is_public, look_up, reachable

HOSTILE = {
    "loopback": "127.0.0.1",
    "all of loopback": "127.255.0.3",
    "this host": "0.0.0.0",
    "private, ten": "10.1.2.3",
    "private, 172": "172.31.255.255",
    "private, 192": "192.168.0.1",
    "carrier's": "100.64.0.1",
    "link-local": "169.254.0.1",
    "a cloud's metadata": "169.254.169.254",
    "another cloud's metadata": "100.100.100.200",
    "a third cloud's": "168.63.129.16",
    "a fourth cloud's": "192.0.0.192",
    "multicast": "224.0.0.1",
    "reserved": "250.1.1.1",
    "broadcast": "255.255.255.255",
    "benchmarks": "198.18.0.1",
    "documentation": "203.0.113.9",
    "6to4 relays": "192.88.99.1",
    "IPv6 loopback": "::1",
    "IPv6 this host": "::",
    "IPv6 link-local": "fe80::1",
    "IPv6 with a zone": "fe80::1%eth0",
    "IPv6 unique local": "fd00:ec2::254",
    "IPv6 site-local": "fec0::1",
    "IPv6 multicast": "ff02::1",
    "IPv4-mapped": "::ffff:127.0.0.1",
    "IPv4-mapped public": "::ffff:8.8.8.8",
    "IPv4-compatible": "::7f00:1",
    "NAT64": "64:ff9b::7f00:1",
    "NAT64 of one's own": "64:ff9b:1::a00:1",
    "6to4 of loopback": "2002:7f00:1::",
    "Teredo": "2001:0:7f00:1::",
    "IPv6 documentation": "2001:db8::1",
    "IPv6 new documentation": "3fff::1",
    "discard": "100::1",
}


@pytest.mark.parametrize("address", HOSTILE.values(), ids=HOSTILE)
def test_what_is_not_public_is_refused(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "172.32.0.1", "100.128.0.1", "11.0.0.1", "2a00:1450:4009::200e"]
)
def test_what_is_public_is_not(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "name",
    ["2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "0", "localhost", "::ffff:7f00:1"],
)
def test_a_number_in_another_guise_is_what_it_is(name):
    # given that the system's own resolver reads such a name as this machine
    assert look_up(name, 443)
    # then it is refused as this machine is
    with pytest.raises(refusals.Forbidden):
        reachable(name, 443, seconds=5)


def test_one_private_address_among_public_ones_is_enough_to_refuse():
    with pytest.raises(refusals.Forbidden):
        reachable("x.example", 443, seconds=5, resolve=lambda *_: ["8.8.8.8", "10.0.0.1"])
    assert reachable("x.example", 443, seconds=5, resolve=lambda *_: ["8.8.8.8", "9.9.9.9"]) == [
        "8.8.8.8",
        "9.9.9.9",
    ]


def test_a_name_without_an_address_is_said_to_be_none():
    def nothing(*_):
        raise OSError

    for resolve in (nothing, lambda *_: []):
        with pytest.raises(refusals.NotFound):
            reachable("x.example", 443, seconds=5, resolve=resolve)


def test_a_resolver_that_never_answers_is_not_waited_for():
    never = threading.Event()
    with pytest.raises(refusals.TooSlow):
        reachable("x.example", 443, seconds=0.05, resolve=lambda *_: never.wait(10))
    never.set()
