
import django.db.models.deletion
import django.utils.timezone
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
            name='NewsIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two plain sentences, for lists and search engines.', max_length=300, verbose_name='summary')),
                ('external_id', models.CharField(blank=True, db_index=True, max_length=255, verbose_name='id in the source system')),
                ('external_url', models.URLField(blank=True, max_length=500, verbose_name='address in the source system')),
                ('introduction', models.TextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'list of news',
                'verbose_name_plural': 'lists of news',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='NewsPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two plain sentences, for lists and search engines.', max_length=300, verbose_name='summary')),
                ('external_id', models.CharField(blank=True, db_index=True, max_length=255, verbose_name='id in the source system')),
                ('external_url', models.URLField(blank=True, max_length=500, verbose_name='address in the source system')),
                ('body', wagtail.fields.StreamField([('text', 0), ('steps', 6), ('checklist', 10), ('callout', 13), ('accordion', 18), ('table', 25), ('contact', 27), ('links', 34), ('document', 37), ('picture', 41), ('video', 46)], blank=True, block_lookup={0: ('core.blocks.body.TextBlock', (), {}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 150, 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 150}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'text', 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('title', 2), ('text', 3)]], {}), 5: ('wagtail.blocks.ListBlock', (4,), {'label': 'steps', 'min_num': 1}), 6: ('wagtail.blocks.StructBlock', [[('heading', 1), ('steps', 5)]], {}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 150}), 8: ('wagtail.blocks.CharBlock', (), {'max_length': 300}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'things', 'min_num': 1}), 10: ('wagtail.blocks.StructBlock', [[('heading', 7), ('items', 9)]], {}), 11: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'note'), ('tip', 'tip'), ('warning', 'attention'), ('emergency', 'emergency')], 'label': 'kind'}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'text'}), 13: ('wagtail.blocks.StructBlock', [[('kind', 11), ('heading', 1), ('text', 12)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'question', 'max_length': 250}), 15: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'answer'}), 16: ('wagtail.blocks.StructBlock', [[('question', 14), ('answer', 15)]], {}), 17: ('wagtail.blocks.ListBlock', (16,), {'label': 'questions', 'min_num': 1}), 18: ('wagtail.blocks.StructBlock', [[('heading', 1), ('items', 17)]], {}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 200}), 20: ('wagtail.blocks.CharBlock', (), {'max_length': 200, 'required': False}), 21: ('wagtail.blocks.ListBlock', (20,), {'label': 'header', 'min_num': 1}), 22: ('wagtail.blocks.CharBlock', (), {'max_length': 500, 'required': False}), 23: ('wagtail.blocks.ListBlock', (22,), {}), 24: ('wagtail.blocks.ListBlock', (23,), {'label': 'rows', 'min_num': 1}), 25: ('wagtail.blocks.StructBlock', [[('caption', 19), ('header', 21), ('rows', 24)]], {}), 26: ('wagtail.snippets.blocks.SnippetChooserBlock', ('core.Contact',), {'label': 'contact'}), 27: ('wagtail.blocks.StructBlock', [[('contact', 26)]], {}), 28: ('wagtail.blocks.PageChooserBlock', (), {'label': 'page', 'required': False}), 29: ('wagtail.blocks.URLBlock', (), {'label': 'or an address', 'required': False}), 30: ('wagtail.blocks.CharBlock', (), {'label': 'label', 'max_length': 200, 'required': False}), 31: ('wagtail.blocks.CharBlock', (), {'label': 'description', 'max_length': 300, 'required': False}), 32: ('wagtail.blocks.StructBlock', [[('page', 28), ('url', 29), ('label', 30), ('description', 31)]], {}), 33: ('wagtail.blocks.ListBlock', (32,), {'label': 'links', 'min_num': 1}), 34: ('wagtail.blocks.StructBlock', [[('heading', 1), ('links', 33)]], {}), 35: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 36: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200, 'required': False}), 37: ('wagtail.blocks.StructBlock', [[('document', 35), ('title', 36)]], {}), 38: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 39: ('wagtail.blocks.CharBlock', (), {'help_text': 'What can be seen. Empty only if the image is decoration.', 'label': 'alternative text', 'max_length': 250, 'required': False}), 40: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 300, 'required': False}), 41: ('wagtail.blocks.StructBlock', [[('image', 38), ('alt_text', 39), ('caption', 40)]], {}), 42: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200}), 43: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'video file', 'required': False}), 44: ('wagtail.blocks.URLBlock', (), {'label': 'or the address of a video elsewhere', 'required': False}), 45: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'what is said, in writing', 'required': False}), 46: ('wagtail.blocks.StructBlock', [[('title', 42), ('file', 43), ('url', 44), ('transcript', 45)]], {})}, verbose_name='content')),
                ('image_alt', models.CharField(blank=True, max_length=250, verbose_name='alternative text of the image')),
                ('date', models.DateField(db_index=True, default=django.utils.timezone.localdate, verbose_name='date')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='shown until')),
                ('featured', models.BooleanField(default=False, verbose_name='on the home page first')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='image')),
                ('organisation', models.ForeignKey(blank=True, help_text='Empty: the portal itself. Set by itself for news below an organisation.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='news', to='organisations.organisationpage', verbose_name='organisation')),
                ('topics', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='news', to='topics.topic', verbose_name='topics')),
            ],
            options={
                'verbose_name': 'news',
                'verbose_name_plural': 'news',
            },
            bases=('wagtailcore.page',),
        ),
    ]
