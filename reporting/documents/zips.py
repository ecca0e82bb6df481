"""ZIP files without a clock: the same content gives the same bytes."""

import zipfile
from collections.abc import Iterable
from io import BytesIO

# The first moment that a ZIP can tell.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def pack(files: Iterable[tuple[str, bytes]]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files:
            info = zipfile.ZipInfo(name, LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return made.getvalue()


def steady(content: bytes) -> bytes:
    """An Office file again, with its list of contents first, as Word writes it."""
    with zipfile.ZipFile(BytesIO(content)) as before:
        names = sorted(before.namelist(), key=lambda name: (name[0] != "[", name))
        return pack([(name, before.read(name)) for name in names])
