"""The cryptography of feedback, and nothing else: what a ballot looks like, and who can open it.

A ballot is JSON, padded to one length, sealed twice with NaCl sealed boxes (X25519, XSalsa20-Poly1305, a
fresh sender's key each time): first for the pool that the round's leftovers pass to, then for the round
itself, like a letter in two envelopes. Counting a round opens both. At close, a round with fewer than five
ballots left takes off the outer envelope alone and passes the inner one on, still sealed, so its salt can go
at once; afterwards no copy of the round's ballots in any old dump can be opened by anybody, the counting
worker included.

A box's private key is HMAC-SHA256 of the box's name and salt under FEEDBACK_KEY. Sealing needs the public key
alone.
"""

import hmac
import json
import secrets

from django.conf import settings
from nacl.bindings import sodium_pad, sodium_unpad
from nacl.public import PrivateKey, PublicKey, SealedBox

PADDED = 8192  # bytes; feedback.questions keeps the longest ballot below it
ENVELOPE = 48  # bytes that a sealed box adds
SEALED_FOR_POOL = PADDED + ENVELOPE
SEALED_FOR_ROUND = PADDED + 2 * ENVELOPE
LABEL = b"Step Forward ballot box, version 1:"


class KeyMissing(Exception):
    """Only the counting worker has FEEDBACK_KEY. Web nodes can seal; they can neither make a box nor open
    one."""

    def __init__(self):
        super().__init__("FEEDBACK_KEY is not set here: only the counting worker opens feedback.")


def fresh_salt():
    return secrets.token_bytes(32)


def public_key(*, box_id, salt):
    """The public key (32 bytes) of the box with this id (UUID) and salt; raises KeyMissing."""
    return bytes(_private_key(box_id, salt).public_key)


def seal(ballot, *keys):
    """Pad `ballot` (JSON data) and seal it for each public key in turn, the outermost last."""
    sealed = sodium_pad(_written(ballot), PADDED)
    if len(sealed) != PADDED:
        raise ValueError("The ballot is longer than any ballot may be.")
    for key in keys:
        sealed = SealedBox(PublicKey(bytes(key))).encrypt(sealed)
    return sealed


def length_of(ballot):
    """Its bytes before it is padded, which must be fewer than PADDED."""
    return len(_written(ballot))


def take_off(sealed, *, box_id, salt):
    """The content of one envelope, unread; raises KeyMissing, or nacl's CryptoError for another box's."""
    return SealedBox(_private_key(box_id, salt)).decrypt(bytes(sealed))


def read(padded):
    """The ballot in the innermost envelope."""
    return json.loads(sodium_unpad(padded, PADDED))


def _written(ballot):
    return json.dumps(ballot, ensure_ascii=False, separators=(",", ":")).encode()


def _private_key(box_id, salt):
    if not settings.FEEDBACK_KEY:
        raise KeyMissing
    seed = hmac.digest(settings.FEEDBACK_KEY.encode(), LABEL + box_id.bytes + bytes(salt), "sha256")
    return PrivateKey(seed)
