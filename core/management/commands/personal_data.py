"""What the portal knows of people: end it in time, give it out, erase it."""

import json

from django.core.management.base import BaseCommand

from core.retention import REGISTRY


class Command(BaseCommand):
    help = (
        "expire: delete what has been kept long enough (every night). export EMAIL: everything about a person as JSON. "
        "erase EMAIL: delete it."
    )

    def add_arguments(self, parser):
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("expire", help="delete what has been kept long enough")
        for name, text in (("export", "print everything about a person as JSON"), ("erase", "delete it")):
            actions.add_parser(name, help=text).add_argument("email")

    def handle(self, *args, action, email="", **options):
        if action == "export":
            found = {
                model._meta.label: [kept.export(row) for row in kept.of(email)] for model, kept in REGISTRY.items()
            }
            found = {label: rows for label, rows in found.items() if rows}
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            return
        for model, kept in REGISTRY.items():
            if number := kept.erase(kept.expired()) if action == "expire" else kept.forget(email):
                self.stdout.write(f"{number} {model._meta.verbose_name_plural}")
