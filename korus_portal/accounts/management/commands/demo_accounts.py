"""Prints who can be signed in as where demo mode is on."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from korus_portal.accounts.demo import PASSWORD, demo_accounts


class Command(BaseCommand):
    help = "List the demo accounts with role and organisation."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.DEMO_MODE:
            raise CommandError("Demo mode is off: there are no demo accounts.")
        with translation.override(settings.LANGUAGE_CODE):
            found = demo_accounts()
            if not found:
                raise CommandError("No demo accounts yet: run `manage.py seed_demo`.")
            for account in found:
                self.stdout.write(
                    f"{account.email:<30} {account.role_label:<20} {account.organisation}"
                )
        self.stdout.write(f"Password for all of them: {PASSWORD}")
