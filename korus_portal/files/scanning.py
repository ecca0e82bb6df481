"""Asking clamd whether a file holds malware (its command INSTREAM).

No library: those that speak to clamd are either from 2014 or wrap these few lines, and clamd's
protocol has not changed since.
"""

import socket
import struct
from contextlib import suppress

from django.conf import settings

PIECE = 256 * 1024
# Longer than clamd's own limit for one file (MaxScanTime, two minutes): then it gives a verdict.
SECONDS = 150
SECONDS_TO_CONNECT = 10


class ScannerError(Exception):
    """No verdict: clamd could not look into the file."""


class ScannerAwayError(ScannerError):
    """No verdict: clamd does not answer."""


def is_on() -> bool:
    return bool(settings.CLAMD_ADDRESS)


def find_malware(content: bytes) -> str:
    """The name of what clamd finds in the content; empty when it is clean. Raises ScannerError."""
    try:
        with _connection() as clamd:
            answer = _ask(clamd, content)
    except (OSError, ValueError) as error:
        raise ScannerAwayError(str(error)) from error
    if not answer:
        raise ScannerAwayError("clamd hung up")
    _stream, _colon, verdict = answer.partition(": ")
    if verdict == "OK":
        return ""
    if verdict.endswith(" FOUND"):
        return verdict.removesuffix(" FOUND")
    raise ScannerError(answer)


def _connection() -> socket.socket:
    """`CLAMD_ADDRESS` is a path (a Unix socket) or host:port."""
    address: str = settings.CLAMD_ADDRESS
    if address.startswith("/"):
        clamd = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        clamd.settimeout(SECONDS_TO_CONNECT)
        clamd.connect(address)
    else:
        host, _colon, port = address.rpartition(":")
        place = host.strip("[]"), int(port)
        clamd = socket.create_connection(place, timeout=SECONDS_TO_CONNECT)
    clamd.settimeout(SECONDS)
    return clamd


def _ask(clamd: socket.socket, content: bytes) -> str:
    """Send the content in pieces with their lengths; an empty piece ends it."""
    with suppress(BrokenPipeError, ConnectionResetError):  # refused midway: the answer says why
        clamd.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            clamd.sendall(struct.pack("!I", len(piece)) + piece)
        clamd.sendall(struct.pack("!I", 0))
    answer = b""
    while not answer.endswith(b"\0") and (part := clamd.recv(4096)):
        answer += part
    return answer.rstrip(b"\0").decode("utf-8", "replace")
