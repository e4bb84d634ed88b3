
import django.db.models.deletion
import events.recurrence
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('organisations', '0001_initial'),
        ('topics', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='EventIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two plain sentences, for lists and search engines.', max_length=300, verbose_name='summary')),
                ('external_id', models.CharField(blank=True, db_index=True, max_length=255, verbose_name='id in the source system')),
                ('external_url', models.URLField(blank=True, max_length=500, verbose_name='address in the source system')),
                ('introduction', models.TextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'calendar of events',
                'verbose_name_plural': 'calendars of events',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='EventPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two plain sentences, for lists and search engines.', max_length=300, verbose_name='summary')),
                ('external_id', models.CharField(blank=True, db_index=True, max_length=255, verbose_name='id in the source system')),
                ('external_url', models.URLField(blank=True, max_length=500, verbose_name='address in the source system')),
                ('body', wagtail.fields.StreamField([('text', 0), ('steps', 6), ('checklist', 10), ('callout', 13), ('accordion', 18), ('table', 25), ('contact', 27), ('links', 34), ('document', 37), ('picture', 41), ('video', 46)], blank=True, block_lookup={0: ('core.blocks.body.TextBlock', (), {}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 150, 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 150}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'text', 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('title', 2), ('text', 3)]], {}), 5: ('wagtail.blocks.ListBlock', (4,), {'label': 'steps', 'min_num': 1}), 6: ('wagtail.blocks.StructBlock', [[('heading', 1), ('steps', 5)]], {}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 150}), 8: ('wagtail.blocks.CharBlock', (), {'max_length': 300}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'things', 'min_num': 1}), 10: ('wagtail.blocks.StructBlock', [[('heading', 7), ('items', 9)]], {}), 11: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'note'), ('tip', 'tip'), ('warning', 'attention'), ('emergency', 'emergency')], 'label': 'kind'}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'text'}), 13: ('wagtail.blocks.StructBlock', [[('kind', 11), ('heading', 1), ('text', 12)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'question', 'max_length': 250}), 15: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'answer'}), 16: ('wagtail.blocks.StructBlock', [[('question', 14), ('answer', 15)]], {}), 17: ('wagtail.blocks.ListBlock', (16,), {'label': 'questions', 'min_num': 1}), 18: ('wagtail.blocks.StructBlock', [[('heading', 1), ('items', 17)]], {}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 200}), 20: ('wagtail.blocks.CharBlock', (), {'max_length': 200, 'required': False}), 21: ('wagtail.blocks.ListBlock', (20,), {'label': 'header', 'min_num': 1}), 22: ('wagtail.blocks.CharBlock', (), {'max_length': 500, 'required': False}), 23: ('wagtail.blocks.ListBlock', (22,), {}), 24: ('wagtail.blocks.ListBlock', (23,), {'label': 'rows', 'min_num': 1}), 25: ('wagtail.blocks.StructBlock', [[('caption', 19), ('header', 21), ('rows', 24)]], {}), 26: ('wagtail.snippets.blocks.SnippetChooserBlock', ('core.Contact',), {'label': 'contact'}), 27: ('wagtail.blocks.StructBlock', [[('contact', 26)]], {}), 28: ('wagtail.blocks.PageChooserBlock', (), {'label': 'page', 'required': False}), 29: ('wagtail.blocks.URLBlock', (), {'label': 'or an address', 'required': False}), 30: ('wagtail.blocks.CharBlock', (), {'label': 'label', 'max_length': 200, 'required': False}), 31: ('wagtail.blocks.CharBlock', (), {'label': 'description', 'max_length': 300, 'required': False}), 32: ('wagtail.blocks.StructBlock', [[('page', 28), ('url', 29), ('label', 30), ('description', 31)]], {}), 33: ('wagtail.blocks.ListBlock', (32,), {'label': 'links', 'min_num': 1}), 34: ('wagtail.blocks.StructBlock', [[('heading', 1), ('links', 33)]], {}), 35: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 36: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200, 'required': False}), 37: ('wagtail.blocks.StructBlock', [[('document', 35), ('title', 36)]], {}), 38: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 39: ('wagtail.blocks.CharBlock', (), {'help_text': 'What can be seen. Empty only if the image is decoration.', 'label': 'alternative text', 'max_length': 250, 'required': False}), 40: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 300, 'required': False}), 41: ('wagtail.blocks.StructBlock', [[('image', 38), ('alt_text', 39), ('caption', 40)]], {}), 42: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200}), 43: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'video file', 'required': False}), 44: ('wagtail.blocks.URLBlock', (), {'label': 'or the address of a video elsewhere', 'required': False}), 45: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'what is said, in writing', 'required': False}), 46: ('wagtail.blocks.StructBlock', [[('title', 42), ('file', 43), ('url', 44), ('transcript', 45)]], {})}, verbose_name='content')),
                ('image_alt', models.CharField(blank=True, max_length=250, verbose_name='alternative text of the image')),
                ('dates', wagtail.fields.StreamField([('date', 6)], blank=True, block_lookup={0: ('wagtail.blocks.DateTimeBlock', (), {'label': 'beginning'}), 1: ('wagtail.blocks.DateTimeBlock', (), {'label': 'end', 'required': False}), 2: ('wagtail.blocks.BooleanBlock', (), {'label': 'all day', 'required': False}), 3: ('wagtail.blocks.CharBlock', (), {'help_text': 'RFC 5545, for example FREQ=WEEKLY;BYDAY=TU;COUNT=12', 'label': 'repetition', 'max_length': 255, 'required': False}), 4: ('wagtail.blocks.DateBlock', (), {}), 5: ('wagtail.blocks.ListBlock', (4,), {'default': [], 'label': 'not on'}), 6: ('wagtail.blocks.StructBlock', [[('start', 0), ('end', 1), ('all_day', 2), ('rrule', 3), ('exceptions', 5)]], {})}, verbose_name='dates')),
                ('place', wagtail.fields.StreamField([('address', 6)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'name of the place', 'max_length': 200, 'required': False}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'street and number', 'max_length': 200, 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'postcode', 'max_length': 10, 'required': False}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'town', 'max_length': 100, 'required': False}), 4: ('wagtail.blocks.FloatBlock', (), {'label': 'latitude', 'max_value': 90, 'min_value': -90, 'required': False}), 5: ('wagtail.blocks.FloatBlock', (), {'label': 'longitude', 'max_value': 180, 'min_value': -180, 'required': False}), 6: ('wagtail.blocks.StructBlock', [[('name', 0), ('street', 1), ('postcode', 2), ('city', 3), ('latitude', 4), ('longitude', 5)]], {})}, verbose_name='place')),
                ('online_url', models.URLField(blank=True, max_length=500, verbose_name='address of the online meeting')),
                ('cost', models.CharField(choices=[('free', 'free of charge'), ('paid', 'with a fee')], default='free', max_length=10, verbose_name='cost')),
                ('price', models.CharField(blank=True, max_length=100, verbose_name='price')),
                ('sign_up_url', models.URLField(blank=True, max_length=500, verbose_name='address for sign-up')),
                ('cancelled', models.BooleanField(default=False, verbose_name='cancelled')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='image')),
                ('languages', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='events', to='topics.advicelanguage', verbose_name='languages')),
                ('organisation', models.ForeignKey(blank=True, help_text='Empty: the portal itself. Set by itself for events below an organisation.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='events', to='organisations.organisationpage', verbose_name='organiser')),
                ('target_groups', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='events', to='topics.targetgroup', verbose_name='target groups')),
                ('topics', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='events', to='topics.topic', verbose_name='topics')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Occurrence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateTimeField(db_index=True, verbose_name='beginning')),
                ('end', models.DateTimeField(db_index=True, verbose_name='end')),
                ('all_day', models.BooleanField(default=False, verbose_name='all day')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='occurrences', to='events.eventpage', verbose_name='event')),
            ],
            options={
                'verbose_name': 'occurrence',
                'verbose_name_plural': 'occurrences',
                'ordering': ['start', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('event', 'start', 'end', 'all_day'), name='occurrence_once')],
            },
            bases=(events.recurrence.Period, models.Model),
        ),
    ]
