"""Private links and codes of an email: in the text as [[name]], their values encrypted until it has gone."""

import json
import re
from hashlib import sha256

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

PLACEHOLDER = re.compile(r"\[\[(\w+)\]\]")


class LinksLost(Exception):
    """The links were sealed with a secret key that is no longer known."""


def seal(links):
    """`links`, names to addresses, as bytes that only this site's secret key opens."""
    return _box(settings.SECRET_KEY).encrypt(json.dumps(links).encode())


def unseal(sealed):
    """The links again, {} for nothing; raises LinksLost."""
    if not sealed:
        return {}
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return json.loads(_box(key).decrypt(bytes(sealed)))
        except CryptoError:
            continue
    raise LinksLost


def placeholder(name):
    return f"[[{name}]]"


def fill(text, links):
    """Put the links in place of their placeholders, once: what a link brings is not looked at again."""
    return PLACEHOLDER.sub(lambda found: links.get(found[1], found[0]), text)


def hide(text):
    """The text as the coordinator may read it."""
    return PLACEHOLDER.sub(lambda found: "[private code]" if "code" in found[1] else "[private link]", text)


def _box(key):
    return SecretBox(sha256(b"outbox links:" + key.encode()).digest())
