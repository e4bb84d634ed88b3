from django.db import migrations

from search.engines import postgres, sqlite

ENGINES = {"sqlite": sqlite, "postgresql": postgres}


def create(apps, schema_editor):
    """What the database itself needs to find candidates in ``search_entry``."""
    ENGINES[schema_editor.connection.vendor].create(schema_editor)


def remove(apps, schema_editor):
    ENGINES[schema_editor.connection.vendor].remove(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_index")]

    operations = [migrations.RunPython(create, remove)]
