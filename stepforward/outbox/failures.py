"""What went wrong with an email: for good, or only for now."""

import smtplib
from dataclasses import dataclass, replace

from stepforward.outbox.sealing import LinksLost

OF_THE_SERVER = (smtplib.SMTPConnectError, smtplib.SMTPHeloError, smtplib.SMTPAuthenticationError)


@dataclass(frozen=True)
class Failure:
    code: int | None  # SMTP reply code
    words: str  # what the server said, or a sentence of ours
    final: bool


def failure_of(error):
    """A Failure for whatever sending an email raised. Final are 5xx replies about this email, and emails that
    cannot be put together; a server that does not let us in at all may do so later."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            return _reply(*next(iter(error.recipients.values())))
        case smtplib.SMTPResponseException():
            failure = _reply(error.smtp_code, error.smtp_error)
            final = failure.final and not isinstance(error, OF_THE_SERVER)
            return replace(failure, final=final)
        case TimeoutError():
            return Failure(None, "The mail server took too long to answer.", final=False)
        case smtplib.SMTPServerDisconnected():
            return Failure(None, "The mail server stopped answering.", final=False)
        case smtplib.SMTPException():
            return Failure(None, "The mail server does not work as we were told.", final=False)
        case OSError():
            return Failure(None, "The mail server could not be reached.", final=False)
        case LinksLost():
            return Failure(None, "Its private links cannot be opened with today's secret key.", final=True)
    return Failure(None, f"The email could not be put together ({type(error).__name__}).", final=True)


def _reply(code, said):
    said = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    known = 200 <= code < 600
    return Failure(code if known else None, " ".join(said.split())[:300], final=500 <= code < 600)
