"""Phones of people in the room, for what tries and measures the door under load: each says who it is and
answers, over a connection for each request, as browsers on a poor network do."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode

STEPS = ("opens the page", "says who it is", "opens the form", "answers")
HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|slip)" value="([^"]+)"')
SAID = {"respond_safely_before": "2", "respond_safely_now": "4", "recommend": "5", "group": "03"}


def everybody(*, host, port, code, emails, within):
    """[(statuses, seconds) of the four steps, …] of one phone for each address, whose owners begin one after
    the other over `within` seconds."""
    pause = within / len(emails)

    def live(place, email):
        time.sleep(place * pause)
        return one_phone(host, port, code, email)

    with ThreadPoolExecutor(len(emails)) as room:
        return list(room.map(live, range(len(emails)), emails))


def one_phone(host, port, code, email):
    statuses, seconds, cookie, kept = [], [], "", {}

    def ask(method, path, said=None):
        began = time.perf_counter()
        answer = request(host, port, method, path, said, cookie)
        seconds.append(time.perf_counter() - began)
        statuses.append(answer[0])
        return answer

    here = f"/feedback/here/{code}/"
    status, headers, text = ask("GET", here)
    cookie, kept = headers.get("Set-Cookie", "").partition(";")[0], dict(HIDDEN.findall(text))
    status, headers, _ = ask("POST", here, kept | {"email": email})
    if status == 302:
        form = headers["Location"]
        ask("GET", form)
        ask("POST", form, SAID)
    return statuses, seconds


def request(host, port, method, path, said=None, cookie=""):
    """(status, headers, text) of one request."""
    link = HTTPConnection(host, port, timeout=60)
    headers = {"Cookie": cookie} if cookie else {}
    if said is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    link.request(method, path, urlencode(said) if said is not None else None, headers)
    response = link.getresponse()
    text = response.read().decode(errors="replace")
    link.close()
    return response.status, response.headers, text
