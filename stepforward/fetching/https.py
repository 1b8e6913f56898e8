"""Fetching from an address that somebody gave us, by a server that may be hostile.

Only https. The name is resolved once, all its addresses are checked, and the connection goes to one of them,
with the name in SNI, in Host and in the certificate: nothing can be exchanged between the check and the call.
Every redirect begins anew. One deadline stands over all of it, so that dripping bytes gains no time, and what
is inflated counts, not what was sent. Proxies of the environment are not asked.
"""

import http.client
import re
import socket
import ssl
import time
import zlib
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from stepforward.fetching import refusals
from stepforward.fetching.addresses import is_public, look_up, reachable

SECONDS = 25
BYTES = 10_000_000
TURNS = 5
A_PIECE = 65_536
PORT = 443
ALL_OF_IT = re.compile(r"[\x21-\x7e]{1,2000}")
MOVED = {301, 302, 303, 307, 308}
NOT_FOR_US = {401, 403, 407, 511}
NOT_THERE = {404, 410}


@dataclass(frozen=True)
class Fetched:
    """`body` is None where nothing has changed since `etag` or `last_modified`."""

    body: bytes | None
    etag: str = ""
    last_modified: str = ""


def fetch(address, *, etag="", last_modified="", seconds=SECONDS, limit=BYTES, resolve=look_up):
    """GET `address`; raises a kind of NotFetched. `limit` is in bytes, after inflating."""
    until = time.monotonic() + seconds
    asking = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {
        "Accept": "text/calendar, */*;q=0.1",
        "Accept-Encoding": "gzip, identity",
        "User-Agent": "Step Forward",
        "Connection": "close",
    } | {name: value for name, value in asking.items() if value}
    for _ in range(TURNS + 1):
        answer = _ask(address, headers, until, limit, resolve)
        if isinstance(answer, Fetched):
            return answer
        address = answer
    raise refusals.TooManyTurns


def place_of(address):
    """(name, port, the path with its query) of an https address; raises NotAnAddress. Host names that are not
    ASCII must be given in their ASCII form."""
    try:
        parts = urlsplit(address)
        name, port = parts.hostname, parts.port or PORT
    except ValueError:
        raise refusals.NotAnAddress from None
    if not ALL_OF_IT.fullmatch(address) or parts.scheme != "https" or not name or "@" in parts.netloc:
        raise refusals.NotAnAddress
    if port != PORT and not settings.FETCH_LOOPBACK_CA:
        raise refusals.NotAnAddress
    return name, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _ask(address, headers, until, limit, resolve):
    """Fetched, or the address to turn to."""
    name, port, path = place_of(address)
    connection = None
    try:
        found = reachable(name, port, seconds=_left(until), resolve=resolve, allowed=_is_allowed)
        connection = _Connection(name, port, found, until)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        if answer.status in MOVED and answer.getheader("Location"):
            return urljoin(address, answer.getheader("Location"))
        _refuse_unless_good(answer.status)
        body = None if answer.status == http.client.NOT_MODIFIED else _body(answer, limit)
        tags = (answer.getheader(tag) or "" for tag in ("ETag", "Last-Modified"))
        return Fetched(body, *(tag if ALL_OF_IT.fullmatch(tag.replace(" ", "_")) else "" for tag in tags))
    except ssl.SSLCertVerificationError:
        raise refusals.NotTrusted from None
    except TimeoutError:
        raise refusals.TooSlow from None
    except (http.client.IncompleteRead, ssl.SSLEOFError):
        raise refusals.CutShort from None
    except (OSError, http.client.HTTPException, ValueError):
        raise refusals.NoAnswer from None
    finally:
        if connection:
            connection.close()


def _refuse_unless_good(status):
    if status in NOT_FOR_US:
        raise refusals.NotAllowed
    if status in NOT_THERE:
        raise refusals.Gone
    if status not in {http.client.OK, http.client.NOT_MODIFIED}:
        raise refusals.NotServed


def _body(answer, limit):
    """The whole body, inflated. A length that the server says is only believed when it says too much."""
    if (answer.length or 0) > limit:
        raise refusals.TooLarge
    coding = (answer.getheader("Content-Encoding") or "identity").strip().lower()
    if coding not in {"identity", "gzip", "x-gzip"}:
        raise refusals.NotServed
    inflating = zlib.decompressobj(zlib.MAX_WBITS | 16) if coding != "identity" else None
    body = bytearray()
    while piece := answer.read(A_PIECE):
        try:
            body += inflating.decompress(piece, limit + 1 - len(body)) if inflating else piece
        except zlib.error:
            raise refusals.CutShort from None
        if len(body) > limit:
            raise refusals.TooLarge
    if answer.length or (inflating and not inflating.eof):
        raise refusals.CutShort
    return bytes(body)


def _is_allowed(address):
    """Public addresses; in tests this machine too, where their own server is."""
    return is_public(address) or (bool(settings.FETCH_LOOPBACK_CA) and address in {"127.0.0.1", "::1"})


def _left(until):
    """Seconds until the deadline; raises TimeoutError after it."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Hurried(ssl.SSLSocket):
    """No reading goes on beyond `until`, however many single bytes arrive before it."""

    until = 0.0

    def recv_into(self, *args, **kwargs):
        self.settimeout(_left(self.until))
        return super().recv_into(*args, **kwargs)


class _Connection(http.client.HTTPSConnection):
    """To the first of `found`, numeric addresses, that takes a connection, as the host `name`."""

    def __init__(self, name, port, found, until):
        context = ssl.create_default_context()
        context.sslsocket_class = _Hurried
        if settings.FETCH_LOOPBACK_CA:
            context.load_verify_locations(settings.FETCH_LOOPBACK_CA)
        super().__init__(name, port, context=context)
        self.context, self.found, self.until = context, found, until

    def connect(self):
        plain = self._first_that_answers()
        try:
            # Where the end of what came is not said, it must be the end, not a line that was cut.
            self.sock = self.context.wrap_socket(
                plain,
                server_hostname=self.host,
                do_handshake_on_connect=False,
                suppress_ragged_eofs=False,
            )
        except BaseException:
            plain.close()
            raise
        self.sock.until = self.until
        self.sock.settimeout(_left(self.until))
        self.sock.do_handshake()

    def _first_that_answers(self):
        for address in self.found[:-1]:
            try:
                # An address that does not answer leaves time for the next.
                return socket.create_connection((address, self.port), _left(self.until) / 2)
            except OSError:
                _left(self.until)
        return socket.create_connection((self.found[-1], self.port), _left(self.until))
