from collections.abc import Callable, Iterator

import pytest
from pytest_django import Settings

from korus_portal.accounts.models import User
from korus_portal.notifications.models import Letter, Mode, NotificationChoice
from korus_portal.notifications.outbox import notify
from tests.notifications.mail_server import MailServer, running

# A template that any kind can be told with in these tests.
TEMPLATE = "accounts/emails/role_given"

Tell = Callable[..., list[Letter]]


@pytest.fixture
def tell() -> Tell:
    """Tell people about a role that they hold, as whatever kind."""

    def tell(*people: User, kind: str = "requests.message", path: str = "/konto/") -> list[Letter]:
        held = people[0].memberships.select_related("organisation").get()
        return notify(
            people,
            kind=kind,
            template=TEMPLATE,
            about=people[0],
            path=path,
            context={"membership": held},
        )

    return tell


@pytest.fixture
def choose() -> Callable[[User, str, Mode], None]:
    def choose(user: User, group: str, mode: Mode) -> None:
        NotificationChoice.objects.update_or_create(user=user, group=group, defaults={"mode": mode})

    return choose


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    """Letters go to a real server in this process."""
    with running() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield server
