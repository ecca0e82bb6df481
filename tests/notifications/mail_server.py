"""A mail server of our own: a real socket that speaks SMTP and answers as it is told to."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

ANSWERS = {"EHLO": "250 post.example", "MAIL": "250 OK", "RCPT": "250 OK", "BODY": "250 OK"}


class MailServer(socketserver.ThreadingTCPServer):
    """`answers` says what it answers to which command; `letters` holds what it took."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.answers = dict(ANSWERS)
        self.asked: list[str] = []
        self.letters: list[str] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Session(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.say("220 post.example")
        while line := self.rfile.readline().decode().strip():
            command = line[:4].upper()
            self.server.asked.append(line)
            if command == "QUIT":
                self.say("221 Hadet")
                return
            if command == "DATA":
                self.say("354 Skriv")
                self.server.letters.append(self.body())
                command = "BODY"
            self.say(self.server.answers.get(command, "250 OK"))

    def body(self) -> str:
        lines = iter(lambda: self.rfile.readline().decode(), ".\r\n")
        return "".join(lines)

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def running() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
