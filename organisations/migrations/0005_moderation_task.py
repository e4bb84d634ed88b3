import django.db.models.deletion
from django.db import migrations, models


def ask_for_reasons(apps, schema_editor):
    """Make the step of the workflow "Moderation" of portals that have one the new kind, with all that refers to it."""
    old_kind, new_kind = apps.get_model("wagtailcore", "GroupApprovalTask"), apps.get_model("organisations", "ModerationTask")
    content_types = apps.get_model("contenttypes", "ContentType").objects
    for task in old_kind.objects.filter(workflow_tasks__workflow__name="Moderation").distinct():
        pk, groups = task.pk, list(task.groups.values_list("pk", flat=True))
        task.delete(keep_parents=True)
        kind, _created = content_types.get_or_create(app_label="organisations", model="moderationtask")
        new = new_kind(task_ptr_id=pk, name=task.name, active=task.active, content_type_id=kind.pk)
        new.save()
        new.groups.set(groups)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("organisations", "0004_meeting_times"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name='ModerationTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
                ('groups', models.ManyToManyField(help_text='Pages/snippets at this step in a workflow will be moderated or approved by these groups of users', to='auth.group', verbose_name='groups')),
            ],
            options={
                'verbose_name': 'approval by a group, refusal with a reason',
                'verbose_name_plural': 'approvals by a group, refusals with a reason',
            },
            bases=('wagtailcore.task',),
        ),
        migrations.RunPython(ask_for_reasons),
    ]
