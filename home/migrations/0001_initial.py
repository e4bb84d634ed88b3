
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two plain sentences, for lists and search engines.', max_length=300, verbose_name='summary')),
                ('external_id', models.CharField(blank=True, db_index=True, max_length=255, verbose_name='id in the source system')),
                ('external_url', models.URLField(blank=True, max_length=500, verbose_name='address in the source system')),
                ('welcome', models.TextField(blank=True, help_text='One or two sentences below the title.', verbose_name='welcome')),
                ('notice_heading', models.CharField(blank=True, max_length=150, verbose_name='heading of the urgent notice')),
                ('notice_text', models.TextField(blank=True, verbose_name='urgent notice')),
                ('notice_until', models.DateField(blank=True, help_text='Without a date the notice stays until removed.', null=True, verbose_name='notice shown until')),
            ],
            options={
                'verbose_name': 'home page',
                'verbose_name_plural': 'home pages',
            },
            bases=('wagtailcore.page',),
        ),
    ]
