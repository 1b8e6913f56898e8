"""Many people who post at once, over HTTP and each on their own line, to the live test server."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit


def post_all(server, posts):
    """Send `posts`, (path, fields) each, in one moment; the statuses, in their order. The first path is
    opened before, for a token against forgery that is good for all."""
    host = urlsplit(server.url).netloc
    with closing(HTTPConnection(host, timeout=60)) as opened:
        opened.request("GET", posts[0][0])
        page = opened.getresponse()
        html, cookie = page.read().decode(), page.getheader("Set-Cookie").split(";")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1]
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    start = threading.Barrier(len(posts))

    def post(line, path, fields):
        start.wait()
        line.request("POST", path, urlencode({"csrfmiddlewaretoken": token} | fields), headers)
        answer = line.getresponse()
        answer.read()
        return answer.status

    with ExitStack() as hang_up, ThreadPoolExecutor(len(posts)) as everybody:
        lines = [hang_up.enter_context(closing(HTTPConnection(host, timeout=60))) for _ in posts]
        for line in lines:  # one by one, because the test server's queue for newcomers is short
            line.connect()
        return list(everybody.map(post, lines, *zip(*posts, strict=True)))


def booking_of(n):
    """What somebody fills in to book."""
    return {
        "name": f"Person {n}",
        "email": f"person.{n}@nowhere.example",
        "organisation": "other",
        "other_organisation": "St Elsewhere",
        "staff_group": "03",
    }
