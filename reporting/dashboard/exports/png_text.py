"""What a picture in dots is, as text inside it (iTXt of PNG), wherever it goes."""

import zlib
from collections.abc import Mapping

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# The header comes first: its length, name, thirteen bytes and checksum.
AFTER_HEADER = len(SIGNATURE) + 4 + 4 + 13 + 4
# Not compressed, of no language in particular, the keyword not translated.
PLAIN = b"\0\0\0\0\0"


def with_texts(png: bytes, texts: Mapping[str, str]) -> bytes:
    chunks = b"".join(chunk(name, text) for name, text in texts.items())
    return png[:AFTER_HEADER] + chunks + png[AFTER_HEADER:]


def chunk(keyword: str, text: str) -> bytes:
    body = b"iTXt" + keyword.encode("latin-1") + PLAIN + text.encode()
    return (len(body) - 4).to_bytes(4) + body + zlib.crc32(body).to_bytes(4)
