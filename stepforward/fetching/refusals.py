"""Why something was not fetched, in words for whoever gave the address. None of them repeats the address,
because it may be a secret."""

from stepforward.refusals import Refused


class NotFetched(Refused):
    """`code` is short and stays; `why` is the sentence. The kinds say which."""

    code = why = ""

    def __init__(self):
        super().__init__(self.why)


class NotAnAddress(NotFetched):
    code, why = "not_an_address", "The address is not one that starts with https:// and names a computer."


class NotFound(NotFetched):
    code, why = "not_found", "There is no computer of the name in the address."


class Forbidden(NotFetched):
    code = "forbidden"
    why = "The address leads into a private network, which we do not reach. We need one that works anywhere."


class NoAnswer(NotFetched):
    code, why = "no_answer", "The computer at the address did not answer."


class NotTrusted(NotFetched):
    code, why = "not_trusted", "The computer at the address could not prove that it is the one it says."


class TooSlow(NotFetched):
    code, why = "too_slow", "The computer at the address took too long to answer."


class TooLarge(NotFetched):
    code, why = "too_large", "What came from the address was larger than we read."


class CutShort(NotFetched):
    code, why = "cut_short", "What came from the address broke off before its end."


class TooManyTurns(NotFetched):
    code, why = "too_many_turns", "The address passed us on to other addresses again and again."


class NotAllowed(NotFetched):
    code = "not_allowed"
    why = "The address asked us to sign in. We need the private one that works without signing in."


class Gone(NotFetched):
    code, why = "gone", "Nothing is at the address any more. It may have been withdrawn or replaced."


class NotServed(NotFetched):
    code, why = "not_served", "The computer at the address said that it cannot answer at present."
