"""Files in quarantine until clamd has scanned them. Here a small server speaks its protocol."""

import socket
import struct
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from assignments.requests.actions import deciding, files, writing
from assignments.requests.models import Attachment, AttachmentContent, SupportRequest
from korus_portal.accounts.models import User
from korus_portal.files import scanning
from korus_portal.notifications.models import Letter

pytestmark = pytest.mark.django_db
BAD = b"X5O!P%@AP, ikke ekte"
DEADLY = b"Felle"


class Clamd(threading.Thread):
    """Answers INSTREAM as clamd does: what begins with BAD is found, a limit is an error; over
    what begins with DEADLY it breaks down and hangs up."""

    def __init__(self, server: socket.socket, limit: int = 1_000_000) -> None:
        super().__init__(daemon=True)
        self.server, self.limit, self.scanned = server, limit, 0

    def run(self) -> None:
        while True:
            try:
                caller, _address = self.server.accept()
            except OSError:
                return
            with caller:
                if answer := self.answer(caller.makefile("rb")):
                    caller.sendall(answer)

    def answer(self, stream: "socket.SocketIO | object") -> bytes:
        read = stream.read  # type: ignore[union-attr]
        assert read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!I", read(4))[0]:
            content += read(size)
        self.scanned += 1
        if content.startswith(DEADLY):
            return b""
        if len(content) > self.limit:
            return b"INSTREAM size limit exceeded. ERROR\0"
        return b"stream: Prove.Virus FOUND\0" if content.startswith(BAD) else b"stream: OK\0"


@pytest.fixture
def clamd(settings: Settings) -> Iterator[Clamd]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMD_ADDRESS = f"127.0.0.1:{server.getsockname()[1]}"
        found = Clamd(server)
        found.start()
        yield found


@pytest.fixture
def clamd_away(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMD_ADDRESS = f"127.0.0.1:{server.getsockname()[1]}"


def attach(found: SupportRequest, by: User, content: bytes = b"Referat") -> Attachment:
    upload = SimpleUploadedFile("referat.txt", content)
    message = writing.write_message(support_request=found, by=by, text="Se her", files=[upload])
    return message.attachments.get()


def address(file: Attachment) -> str:
    return reverse("requests:file_download", args=[file.support_request.case_number, file.pk])


def test_a_file_waits_until_it_is_scanned(
    as_contact: Client, support_request: SupportRequest, contact: User, clamd: Clamd
) -> None:
    file = attach(support_request, contact)
    waits = as_contact.get(address(file))
    assert waits.status_code == 409
    assert "Filen er ikke klar ennå" in waits.content.decode()
    assert (
        "venter på viruskontroll"
        in as_contact.get(support_request.get_absolute_url()).content.decode()
    )
    files.scan(file.pk)
    assert as_contact.get(address(file)).content == b"Referat"
    files.scan(file.pk)
    assert clamd.scanned == 1


def test_an_infected_file_is_thrown_away_and_sender_and_owner_are_told(
    as_contact: Client, support_request: SupportRequest, contact: User, adviser: User, clamd: Clamd
) -> None:
    deciding.take_request(support_request=support_request, by=adviser)
    file = attach(support_request, contact, BAD)
    files.scan(file.pk)
    file.refresh_from_db()
    assert (file.state, file.finding) == ("infected", "Prove.Virus")
    assert not AttachmentContent.objects.exists()
    told = Letter.objects.filter(kind="requests.file_stopped")
    assert set(told.values_list("address", flat=True)) == {contact.email, adviser.email}
    stopped = as_contact.get(address(file))
    assert stopped.status_code == 409
    assert "Filen er stoppet" in stopped.content.decode()


def test_while_clamd_is_away_files_wait_and_are_swept_again(
    support_request: SupportRequest,
    contact: User,
    clamd_away: None,
    settings: Settings,
) -> None:
    first, second = attach(support_request, contact), attach(support_request, contact)
    files.scan(first.pk)
    Attachment.objects.update(uploaded_at=timezone.now() - timedelta(minutes=5))
    assert files.scan_missed() == 2
    assert Attachment.objects.waiting().count() == 2
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMD_ADDRESS = f"127.0.0.1:{server.getsockname()[1]}"
        Clamd(server).start()
        assert files.scan_missed() == 2
    assert not Attachment.objects.waiting().exists()
    second.refresh_from_db()
    assert second.state == "clean"
    assert second.scanned_at is not None


def test_a_file_that_clamd_cannot_judge_waits_and_stands_in_nobodys_way(
    support_request: SupportRequest, contact: User, clamd: Clamd
) -> None:
    clamd.limit = 10
    large, small = attach(support_request, contact, b"a" * 20), attach(support_request, contact)
    Attachment.objects.update(uploaded_at=timezone.now() - timedelta(minutes=5))
    files.scan_missed()
    large.refresh_from_db()
    small.refresh_from_db()
    assert (large.state, small.state) == ("quarantined", "clean")


def test_a_file_that_clamd_breaks_down_over_does_not_hold_back_the_others(
    support_request: SupportRequest, contact: User, clamd: Clamd
) -> None:
    deadly, fine = attach(support_request, contact, DEADLY), attach(support_request, contact)
    Attachment.objects.update(uploaded_at=timezone.now() - timedelta(minutes=5))
    Attachment.objects.filter(pk=deadly.pk).update(uploaded_at=timezone.now() - timedelta(hours=1))
    for _minute in range(40):
        files.scan_missed()
    deadly.refresh_from_db()
    fine.refresh_from_db()
    assert (deadly.state, fine.state) == ("quarantined", "clean")


def test_a_guest_is_told_that_the_file_was_stopped(
    support_request: SupportRequest, adviser: User, clamd: Clamd
) -> None:
    SupportRequest.objects.update(
        submitted_by=None,
        guest_name="Kim Gjest",
        guest_email="kim@prove.example",
        guest_seed=uuid4(),
    )
    support_request.refresh_from_db()
    upload = SimpleUploadedFile("referat.txt", BAD)
    message = writing.write_message(
        support_request=support_request, by=None, text="Se her", files=[upload]
    )
    files.scan(message.attachments.get().pk)
    told = Letter.objects.filter(kind="requests.file_stopped")
    assert told.filter(address="kim@prove.example").count() == 1
    assert told.filter(address=adviser.email).count() == 1


def test_a_verdict_that_comes_after_a_redaction_changes_nothing(
    support_request: SupportRequest, contact: User, clamd: Clamd
) -> None:
    file = attach(support_request, contact)
    Attachment.objects.update(state=Attachment.State.REDACTED)
    files.scan(file.pk)
    file.refresh_from_db()
    assert file.state == "redacted"


def test_without_clamd_files_are_there_at_once_with_a_mark(
    as_contact: Client, support_request: SupportRequest, contact: User
) -> None:
    file = attach(support_request, contact)
    assert file.state == "not_scanned"
    assert as_contact.get(address(file)).status_code == 200
    page = as_contact.get(support_request.get_absolute_url()).content.decode()
    assert "ikke viruskontrollert" in page


def test_clamd_is_asked_over_a_unix_socket_too(settings: Settings, tmp_path: Path) -> None:
    path = str(tmp_path / "clamd")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(path)
        server.listen()
        settings.CLAMD_ADDRESS = path
        Clamd(server).start()
        assert scanning.find_malware(b"a" * 700_000) == ""
        assert scanning.find_malware(BAD) == "Prove.Virus"
