"""``make run``: from nothing to a portal with demo content in one process."""

import socket
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from home.models import HomePage
from portal.demo.loader import ACCOUNTS


class Command(BaseCommand):
    help = "Bring the database up to date, load the demo into an empty one, print the address and start the server."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-server", action="store_true", help="prepare only")

    def handle(self, *args, port, no_server, **options):
        if not no_server:
            self._check_port(port)
        self._prepare(port)
        if not no_server:
            # The reloader would load everything a second time; who changes code uses "manage.py runserver".
            call_command("runserver", f"127.0.0.1:{port}", use_reloader=False)

    def _check_port(self, port: int) -> None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                raise CommandError(f"Port {port} is in use. Try another one: make run PORT={port + 1}")

    def _prepare(self, port: int) -> None:
        started = time.monotonic()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database ...")
            call_command("migrate", verbosity=0, interactive=False)
        if not HomePage.objects.exists():
            self.stdout.write("Loading the demo district ...")
            call_command("load_demo", stdout=self.stdout)
        seconds = time.monotonic() - started
        accounts = "\n".join(f"    {name:14} {role}" for name, role, _label in ACCOUNTS)
        self.stdout.write(
            f"\n  The portal:  http://127.0.0.1:{port}/\n"
            f"  The editor:  http://127.0.0.1:{port}/admin/   (ready after {seconds:.0f} s)\n"
            f"  Demo accounts, the password is the name:\n{accounts}\n    {'admin':14} superuser\n"
        )
