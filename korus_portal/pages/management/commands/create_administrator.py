"""Makes an administrator where there is none yet, and prints the link to choose a password."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from korus_portal.pages.users import actions, invitations


class Command(BaseCommand):
    help = "Create an administrator, or make an existing user one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="full name; asked for when left out")

    def handle(self, *_args: Any, email: str, name: str, **_options: Any) -> None:
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email} is not an e-mail address.") from error
        name = name.strip() or input("Name: ").strip()
        if not name:
            raise CommandError("A name is needed.")
        user = actions.create_administrator(email=email, name=name)
        if user.has_usable_password():
            self.stdout.write(f"{user.email} is an administrator and has a password already.")
            return
        self.stdout.write(f"{user.email} is an administrator. Choose a password here:")
        self.stdout.write(settings.SITE_URL + invitations.path(user))
        self.stdout.write(f"The link works once, for {invitations.days()} days.")
