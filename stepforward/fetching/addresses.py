"""Which addresses of the internet a fetch may reach: public ones alone, whoever asks and whatever the name.

From IANA's special-purpose registries for IPv4 and IPv6 (RFC 6890 and its updates), with the address at which
one cloud answers questions about its own machines.
"""

import ipaddress
import socket
from threading import Thread

from stepforward.fetching.refusals import Forbidden, NotFound, TooSlow

NO_ONE_ELSE_S = [
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's, to its own machines
        "169.254.0.0/16",  # link-local, where clouds keep their metadata
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "2001::/23",  # Teredo and other protocols
        "2001:db8::/32",
        "2002::/16",  # 6to4, which leads to any IPv4 address
        "3fff::/20",
    )
]
# Beyond it lie loopback, link-local, unique local, multicast, IPv4-mapped and NAT64.
GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")


def is_public(text):
    """Whether a numeric address, as getaddrinfo gives it, may be reached."""
    address = ipaddress.ip_address(text)
    if address.version == 6 and (address not in GLOBAL_UNICAST or address.scope_id):
        return False
    return not any(address in network for network in NO_ONE_ELSE_S)


def look_up(name, port):
    """The numeric addresses of a name, the system's preferred first. Raises OSError where it has none."""
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(sockaddr[0] for *_, sockaddr in found))


def reachable(name, port, *, seconds, resolve=look_up, allowed=is_public):
    """The addresses of a name, resolved this once, of which each may be reached. Raises NotFound, Forbidden,
    and TooSlow, because the system's own resolver cannot be given a time."""
    answer = []

    def ask():
        try:
            answer.append(resolve(name, port))
        except (OSError, UnicodeError):
            answer.append([])

    asking = Thread(target=ask, daemon=True)
    asking.start()
    asking.join(max(seconds, 0))
    if not answer:
        raise TooSlow
    if not answer[0]:
        raise NotFound
    if not all(map(allowed, answer[0])):
        raise Forbidden
    return answer[0]
