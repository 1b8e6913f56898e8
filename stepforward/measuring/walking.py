"""Finds the pages as people do: from their home along its links, and by the links in the emails they get."""

import gzip
import re
from collections import deque
from html import unescape
from http.client import HTTPConnection
from importlib import import_module
from urllib.parse import urljoin, urlsplit

from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, URLPattern, get_resolver, resolve
from django.utils.module_loading import module_has_submodule

from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.sealing import unseal
from stepforward.people import seed
from stepforward.people.models import User

LINK = re.compile(r'href="([^"#]+)')
VISITOR = "visitor"
AT_MOST = 400  # requests while looking around


def get(port, path, cookie=""):
    """(response, body) of one GET on its own connection."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Host": f"127.0.0.1:{port}", "Cookie": cookie, "Accept-Encoding": "gzip"}
    connection.request("GET", path, headers={name: value for name, value in headers.items() if value})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def cookies():
    """{who: Cookie header} for a visitor and the demo's four people."""
    found = {VISITOR: ""}
    for role in seed.NAMES:
        client = Client()
        client.force_login(User.objects.get(email=seed.email_of(role)))
        name = settings.SESSION_COOKIE_NAME
        found[role.value] = f"{name}={client.cookies[name].value}"
    return found


def pages(port, cookie, start):
    """{route name: path} of every page that the paths `start` lead to; the first path met stands for all."""
    found, seen, waiting = {}, set(), deque(start)
    while waiting and len(seen) < AT_MOST:
        path = waiting.popleft()
        route = route_of(path)
        if route is None or path in seen or route in found:
            continue
        seen.add(path)
        response, body = get(port, path, cookie)
        if response.status != 200 or not response.getheader("Content-Type", "").startswith("text/html"):
            continue
        found[route] = path
        for link in LINK.findall(text_of(response, body)):
            waiting.append(urlsplit(urljoin(path, unescape(link)))._replace(query="").geturl())
    return found


def text_of(response, body):
    return (gzip.decompress(body) if response.getheader("Content-Encoding") == "gzip" else body).decode()


def route_of(path):
    if not path.startswith("/"):
        return None
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match.view_name if match.view_name and not match.view_name.startswith("ui:") else None


def plain_paths():
    """Every path of the site that needs no key, as a start for those that no link leads to."""

    def walk(patterns, prefix):
        for pattern in patterns:
            whole = prefix + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                if "<" not in whole and "(" not in whole:
                    yield f"/{whole}"
            else:
                yield from walk(pattern.url_patterns, whole)

    return list(walk(get_resolver().url_patterns, ""))


def private_paths():
    """One page for each route that only a private link opens: from waiting emails, and from the seeds'
    `private_paths()`, for what the demo's story sends no email about."""
    found = {}
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "seed"):
            for path in getattr(import_module(f"{app.name}.seed"), "private_paths", list)():
                found.setdefault(route_of(path), path)
    for email in OutgoingEmail.objects.exclude(sealed_links=None).order_by("-id"):
        for link in unseal(email.sealed_links).values():
            path = urlsplit(link).path
            if link.startswith(settings.SITE_URL) and (route := route_of(path)):
                found.setdefault(route, path)
    return list(found.values())
