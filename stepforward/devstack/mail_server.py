"""A real SMTP server that keeps each message it takes as a file.

Run as `python -m stepforward.devstack.mail_server FOLDER SOCKET`, where SOCKET is the number of an
inherited socket. While FOLDER holds a file `refuse`, its text (such as `451 try later`) is the
answer to every message.
"""

import asyncio
import os
import secrets
import signal
import socket
import sys
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP


class Keeper:
    def __init__(self, folder):
        self.folder = folder

    async def handle_DATA(self, server, session, envelope):
        refusal = self.folder / "refuse"
        if refusal.exists():
            return refusal.read_text().strip() or "451 try later"
        return await asyncio.to_thread(self.keep, envelope)

    def keep(self, envelope):
        """Written beside and renamed, so that nobody reads half a message. Names sort by arrival."""
        trace = [f"Return-Path: <{envelope.mail_from}>"]
        trace += [f"Delivered-To: {recipient}" for recipient in envelope.rcpt_tos]
        name = f"{time.time_ns()}-{secrets.token_hex(4)}"
        unfinished = self.folder / f"{name}.part"
        try:
            unfinished.write_bytes("\r\n".join([*trace, ""]).encode() + envelope.original_content)
            unfinished.rename(self.folder / f"{name}.eml")
        except OSError:
            return "452 no room to keep the message"
        return "250 kept"


async def serve(folder, listening):
    loop = asyncio.get_running_loop()
    done = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, done.set)
    server = await loop.create_server(
        lambda: SMTP(Keeper(folder), enable_SMTPUTF8=True, hostname="mail.stepforward.example"),
        sock=listening,
    )
    await done.wait()
    server.close()


if __name__ == "__main__":
    os.umask(0o077)
    asyncio.run(serve(Path(sys.argv[1]), socket.socket(fileno=int(sys.argv[2]))))
