"""A real https server on loopback, with a certificate of its own authority, that can be told to misbehave."""

import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress

import trustme

NAMES = ("localhost", "127.0.0.1", "rota.trust.example")


class HttpsServer:
    """Answers every connection as `answers[path]` says: (status, headers, body), or a function that is given
    the connection and does what it likes. `asked` holds the head of each request, as text."""

    def __init__(self, authority, names=NAMES):
        self.answers, self.asked = {}, []
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*names).configure_cert(self.context)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def address(self, path="/rota.ics", name="localhost"):
        return f"https://{name}:{self.port}{path}"

    def close(self):
        with suppress(OSError):  # closed before
            self.listening.shutdown(socket.SHUT_RDWR)  # or its thread would still accept one more
        self.listening.close()

    def _serve(self):
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=[connection], daemon=True).start()

    def _answer(self, plain):
        plain.settimeout(10)
        try:
            with self.context.wrap_socket(plain, server_side=True) as connection:
                head = b""
                while b"\r\n\r\n" not in head:
                    if not (piece := connection.recv(65_536)):
                        return
                    head += piece
                self.asked.append(head.decode())
                answer = self.answers[head.split()[1].decode()]
                if callable(answer):
                    answer(connection)
                else:
                    connection.sendall(written(*answer))
                    connection.unwrap()
        except OSError:
            pass  # they hung up, or do not trust us


def written(status, headers, body=b""):
    """An HTTP answer as bytes; its length is said unless `headers` says something of it."""
    lines = {"Content-Length": len(body)} | headers
    said = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value is not None)
    return f"HTTP/1.1 {status} Whatever\r\n{said}\r\n".encode() + body


def dripping(head, *, seconds=20.0, pause=0.05):
    """An answer that sends `head` at once, and then a byte now and then."""

    def drip(connection):
        connection.sendall(head)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            time.sleep(pause)
            connection.sendall(b"x")

    return drip


@contextmanager
def https_server(settings, folder):
    """A server, and settings by which this process may reach it and trusts it."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    settings.FETCH_LOOPBACK_CA = str(folder / "authority.pem")
    server = HttpsServer(authority)
    try:
        yield server
    finally:
        server.close()
