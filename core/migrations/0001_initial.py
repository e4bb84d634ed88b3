
import core.fields
import core.names
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelsearch.index
import taggit.managers
import uuid
import wagtail.fields
import wagtail.images.models
import wagtail.models.media
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessibilityStatementPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two plain sentences, for lists and search engines.', max_length=300, verbose_name='summary')),
                ('external_id', models.CharField(blank=True, db_index=True, max_length=255, verbose_name='id in the source system')),
                ('external_url', models.URLField(blank=True, max_length=500, verbose_name='address in the source system')),
                ('introduction', models.TextField(help_text='Which website the statement is about.', verbose_name='scope')),
                ('conformance', models.CharField(choices=[('full', 'fully compliant'), ('partial', 'partially compliant'), ('none', 'not compliant')], default='partial', max_length=10, verbose_name='compliance')),
                ('limitations', wagtail.fields.StreamField([('text', 0), ('steps', 6), ('checklist', 10), ('callout', 13), ('accordion', 18), ('table', 25), ('contact', 27), ('links', 34), ('document', 37), ('picture', 41), ('video', 46)], blank=True, block_lookup={0: ('core.blocks.body.TextBlock', (), {}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 150, 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 150}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'text', 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('title', 2), ('text', 3)]], {}), 5: ('wagtail.blocks.ListBlock', (4,), {'label': 'steps', 'min_num': 1}), 6: ('wagtail.blocks.StructBlock', [[('heading', 1), ('steps', 5)]], {}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 150}), 8: ('wagtail.blocks.CharBlock', (), {'max_length': 300}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'things', 'min_num': 1}), 10: ('wagtail.blocks.StructBlock', [[('heading', 7), ('items', 9)]], {}), 11: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'note'), ('tip', 'tip'), ('warning', 'attention'), ('emergency', 'emergency')], 'label': 'kind'}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'text'}), 13: ('wagtail.blocks.StructBlock', [[('kind', 11), ('heading', 1), ('text', 12)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'question', 'max_length': 250}), 15: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'answer'}), 16: ('wagtail.blocks.StructBlock', [[('question', 14), ('answer', 15)]], {}), 17: ('wagtail.blocks.ListBlock', (16,), {'label': 'questions', 'min_num': 1}), 18: ('wagtail.blocks.StructBlock', [[('heading', 1), ('items', 17)]], {}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 200}), 20: ('wagtail.blocks.CharBlock', (), {'max_length': 200, 'required': False}), 21: ('wagtail.blocks.ListBlock', (20,), {'label': 'header', 'min_num': 1}), 22: ('wagtail.blocks.CharBlock', (), {'max_length': 500, 'required': False}), 23: ('wagtail.blocks.ListBlock', (22,), {}), 24: ('wagtail.blocks.ListBlock', (23,), {'label': 'rows', 'min_num': 1}), 25: ('wagtail.blocks.StructBlock', [[('caption', 19), ('header', 21), ('rows', 24)]], {}), 26: ('wagtail.snippets.blocks.SnippetChooserBlock', ('core.Contact',), {'label': 'contact'}), 27: ('wagtail.blocks.StructBlock', [[('contact', 26)]], {}), 28: ('wagtail.blocks.PageChooserBlock', (), {'label': 'page', 'required': False}), 29: ('wagtail.blocks.URLBlock', (), {'label': 'or an address', 'required': False}), 30: ('wagtail.blocks.CharBlock', (), {'label': 'label', 'max_length': 200, 'required': False}), 31: ('wagtail.blocks.CharBlock', (), {'label': 'description', 'max_length': 300, 'required': False}), 32: ('wagtail.blocks.StructBlock', [[('page', 28), ('url', 29), ('label', 30), ('description', 31)]], {}), 33: ('wagtail.blocks.ListBlock', (32,), {'label': 'links', 'min_num': 1}), 34: ('wagtail.blocks.StructBlock', [[('heading', 1), ('links', 33)]], {}), 35: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 36: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200, 'required': False}), 37: ('wagtail.blocks.StructBlock', [[('document', 35), ('title', 36)]], {}), 38: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 39: ('wagtail.blocks.CharBlock', (), {'help_text': 'What can be seen. Empty only if the image is decoration.', 'label': 'alternative text', 'max_length': 250, 'required': False}), 40: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 300, 'required': False}), 41: ('wagtail.blocks.StructBlock', [[('image', 38), ('alt_text', 39), ('caption', 40)]], {}), 42: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200}), 43: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'video file', 'required': False}), 44: ('wagtail.blocks.URLBlock', (), {'label': 'or the address of a video elsewhere', 'required': False}), 45: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'what is said, in writing', 'required': False}), 46: ('wagtail.blocks.StructBlock', [[('title', 42), ('file', 43), ('url', 44), ('transcript', 45)]], {})}, verbose_name='non-accessible content, reasons, alternatives')),
                ('method', models.CharField(choices=[('self', 'self-assessment'), ('external', 'assessment by a third party')], default='self', max_length=10, verbose_name='method')),
                ('prepared_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='prepared on')),
                ('reviewed_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='last reviewed on')),
                ('feedback', wagtail.fields.StreamField([('text', 0), ('steps', 6), ('checklist', 10), ('callout', 13), ('accordion', 18), ('table', 25), ('contact', 27), ('links', 34), ('document', 37), ('picture', 41), ('video', 46)], blank=True, block_lookup={0: ('core.blocks.body.TextBlock', (), {}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 150, 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 150}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'text', 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('title', 2), ('text', 3)]], {}), 5: ('wagtail.blocks.ListBlock', (4,), {'label': 'steps', 'min_num': 1}), 6: ('wagtail.blocks.StructBlock', [[('heading', 1), ('steps', 5)]], {}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 150}), 8: ('wagtail.blocks.CharBlock', (), {'max_length': 300}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'things', 'min_num': 1}), 10: ('wagtail.blocks.StructBlock', [[('heading', 7), ('items', 9)]], {}), 11: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'note'), ('tip', 'tip'), ('warning', 'attention'), ('emergency', 'emergency')], 'label': 'kind'}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'text'}), 13: ('wagtail.blocks.StructBlock', [[('kind', 11), ('heading', 1), ('text', 12)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'question', 'max_length': 250}), 15: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'answer'}), 16: ('wagtail.blocks.StructBlock', [[('question', 14), ('answer', 15)]], {}), 17: ('wagtail.blocks.ListBlock', (16,), {'label': 'questions', 'min_num': 1}), 18: ('wagtail.blocks.StructBlock', [[('heading', 1), ('items', 17)]], {}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 200}), 20: ('wagtail.blocks.CharBlock', (), {'max_length': 200, 'required': False}), 21: ('wagtail.blocks.ListBlock', (20,), {'label': 'header', 'min_num': 1}), 22: ('wagtail.blocks.CharBlock', (), {'max_length': 500, 'required': False}), 23: ('wagtail.blocks.ListBlock', (22,), {}), 24: ('wagtail.blocks.ListBlock', (23,), {'label': 'rows', 'min_num': 1}), 25: ('wagtail.blocks.StructBlock', [[('caption', 19), ('header', 21), ('rows', 24)]], {}), 26: ('wagtail.snippets.blocks.SnippetChooserBlock', ('core.Contact',), {'label': 'contact'}), 27: ('wagtail.blocks.StructBlock', [[('contact', 26)]], {}), 28: ('wagtail.blocks.PageChooserBlock', (), {'label': 'page', 'required': False}), 29: ('wagtail.blocks.URLBlock', (), {'label': 'or an address', 'required': False}), 30: ('wagtail.blocks.CharBlock', (), {'label': 'label', 'max_length': 200, 'required': False}), 31: ('wagtail.blocks.CharBlock', (), {'label': 'description', 'max_length': 300, 'required': False}), 32: ('wagtail.blocks.StructBlock', [[('page', 28), ('url', 29), ('label', 30), ('description', 31)]], {}), 33: ('wagtail.blocks.ListBlock', (32,), {'label': 'links', 'min_num': 1}), 34: ('wagtail.blocks.StructBlock', [[('heading', 1), ('links', 33)]], {}), 35: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 36: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200, 'required': False}), 37: ('wagtail.blocks.StructBlock', [[('document', 35), ('title', 36)]], {}), 38: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 39: ('wagtail.blocks.CharBlock', (), {'help_text': 'What can be seen. Empty only if the image is decoration.', 'label': 'alternative text', 'max_length': 250, 'required': False}), 40: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 300, 'required': False}), 41: ('wagtail.blocks.StructBlock', [[('image', 38), ('alt_text', 39), ('caption', 40)]], {}), 42: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200}), 43: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'video file', 'required': False}), 44: ('wagtail.blocks.URLBlock', (), {'label': 'or the address of a video elsewhere', 'required': False}), 45: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'what is said, in writing', 'required': False}), 46: ('wagtail.blocks.StructBlock', [[('title', 42), ('file', 43), ('url', 44), ('transcript', 45)]], {})}, verbose_name='feedback and contact')),
                ('feedback_email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail for feedback')),
                ('enforcement', wagtail.fields.StreamField([('text', 0), ('steps', 6), ('checklist', 10), ('callout', 13), ('accordion', 18), ('table', 25), ('contact', 27), ('links', 34), ('document', 37), ('picture', 41), ('video', 46)], blank=True, block_lookup={0: ('core.blocks.body.TextBlock', (), {}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 150, 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 150}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'text', 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('title', 2), ('text', 3)]], {}), 5: ('wagtail.blocks.ListBlock', (4,), {'label': 'steps', 'min_num': 1}), 6: ('wagtail.blocks.StructBlock', [[('heading', 1), ('steps', 5)]], {}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 150}), 8: ('wagtail.blocks.CharBlock', (), {'max_length': 300}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'things', 'min_num': 1}), 10: ('wagtail.blocks.StructBlock', [[('heading', 7), ('items', 9)]], {}), 11: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'note'), ('tip', 'tip'), ('warning', 'attention'), ('emergency', 'emergency')], 'label': 'kind'}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'text'}), 13: ('wagtail.blocks.StructBlock', [[('kind', 11), ('heading', 1), ('text', 12)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'question', 'max_length': 250}), 15: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'answer'}), 16: ('wagtail.blocks.StructBlock', [[('question', 14), ('answer', 15)]], {}), 17: ('wagtail.blocks.ListBlock', (16,), {'label': 'questions', 'min_num': 1}), 18: ('wagtail.blocks.StructBlock', [[('heading', 1), ('items', 17)]], {}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 200}), 20: ('wagtail.blocks.CharBlock', (), {'max_length': 200, 'required': False}), 21: ('wagtail.blocks.ListBlock', (20,), {'label': 'header', 'min_num': 1}), 22: ('wagtail.blocks.CharBlock', (), {'max_length': 500, 'required': False}), 23: ('wagtail.blocks.ListBlock', (22,), {}), 24: ('wagtail.blocks.ListBlock', (23,), {'label': 'rows', 'min_num': 1}), 25: ('wagtail.blocks.StructBlock', [[('caption', 19), ('header', 21), ('rows', 24)]], {}), 26: ('wagtail.snippets.blocks.SnippetChooserBlock', ('core.Contact',), {'label': 'contact'}), 27: ('wagtail.blocks.StructBlock', [[('contact', 26)]], {}), 28: ('wagtail.blocks.PageChooserBlock', (), {'label': 'page', 'required': False}), 29: ('wagtail.blocks.URLBlock', (), {'label': 'or an address', 'required': False}), 30: ('wagtail.blocks.CharBlock', (), {'label': 'label', 'max_length': 200, 'required': False}), 31: ('wagtail.blocks.CharBlock', (), {'label': 'description', 'max_length': 300, 'required': False}), 32: ('wagtail.blocks.StructBlock', [[('page', 28), ('url', 29), ('label', 30), ('description', 31)]], {}), 33: ('wagtail.blocks.ListBlock', (32,), {'label': 'links', 'min_num': 1}), 34: ('wagtail.blocks.StructBlock', [[('heading', 1), ('links', 33)]], {}), 35: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 36: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200, 'required': False}), 37: ('wagtail.blocks.StructBlock', [[('document', 35), ('title', 36)]], {}), 38: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 39: ('wagtail.blocks.CharBlock', (), {'help_text': 'What can be seen. Empty only if the image is decoration.', 'label': 'alternative text', 'max_length': 250, 'required': False}), 40: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 300, 'required': False}), 41: ('wagtail.blocks.StructBlock', [[('image', 38), ('alt_text', 39), ('caption', 40)]], {}), 42: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200}), 43: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'video file', 'required': False}), 44: ('wagtail.blocks.URLBlock', (), {'label': 'or the address of a video elsewhere', 'required': False}), 45: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'what is said, in writing', 'required': False}), 46: ('wagtail.blocks.StructBlock', [[('title', 42), ('file', 43), ('url', 44), ('transcript', 45)]], {})}, verbose_name='enforcement procedure')),
            ],
            options={
                'verbose_name': 'accessibility statement',
                'verbose_name_plural': 'accessibility statements',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('names', core.names.NamesField(default=dict, verbose_name='name')),
                ('key', models.SlugField(help_text='Short code, for imports.', unique=True, verbose_name='key')),
                ('descriptions', core.names.NamesField(blank=True, default=dict, multiline=True, verbose_name='what they help with')),
                ('phone', core.fields.PhoneField(blank=True, max_length=50, verbose_name='telephone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('website', models.CharField(blank=True, max_length=500, validators=[django.core.validators.URLValidator()], verbose_name='website')),
                ('street', models.CharField(blank=True, max_length=255, verbose_name='street and number')),
                ('postcode', models.CharField(blank=True, max_length=10, verbose_name='postcode')),
                ('city', models.CharField(blank=True, max_length=255, verbose_name='town')),
                ('hours', core.names.NamesField(blank=True, default=dict, multiline=True, verbose_name='opening hours in words')),
            ],
            options={
                'verbose_name': 'contact',
                'verbose_name_plural': 'contacts',
                'ordering': ['key'],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='StandardPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two plain sentences, for lists and search engines.', max_length=300, verbose_name='summary')),
                ('external_id', models.CharField(blank=True, db_index=True, max_length=255, verbose_name='id in the source system')),
                ('external_url', models.URLField(blank=True, max_length=500, verbose_name='address in the source system')),
                ('role', models.CharField(blank=True, choices=[('', 'none'), ('imprint', 'legal notice (Impressum)'), ('privacy', 'privacy'), ('simple', 'start page in Leichte Sprache'), ('sign', 'start page in sign language')], help_text='The page shell links to legal pages and start pages by their role.', max_length=10, verbose_name='role')),
                ('body', wagtail.fields.StreamField([('text', 0), ('steps', 6), ('checklist', 10), ('callout', 13), ('accordion', 18), ('table', 25), ('contact', 27), ('links', 34), ('document', 37), ('picture', 41), ('video', 46)], blank=True, block_lookup={0: ('core.blocks.body.TextBlock', (), {}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 150, 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 150}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'text', 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('title', 2), ('text', 3)]], {}), 5: ('wagtail.blocks.ListBlock', (4,), {'label': 'steps', 'min_num': 1}), 6: ('wagtail.blocks.StructBlock', [[('heading', 1), ('steps', 5)]], {}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 150}), 8: ('wagtail.blocks.CharBlock', (), {'max_length': 300}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'things', 'min_num': 1}), 10: ('wagtail.blocks.StructBlock', [[('heading', 7), ('items', 9)]], {}), 11: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'note'), ('tip', 'tip'), ('warning', 'attention'), ('emergency', 'emergency')], 'label': 'kind'}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'text'}), 13: ('wagtail.blocks.StructBlock', [[('kind', 11), ('heading', 1), ('text', 12)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'question', 'max_length': 250}), 15: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'answer'}), 16: ('wagtail.blocks.StructBlock', [[('question', 14), ('answer', 15)]], {}), 17: ('wagtail.blocks.ListBlock', (16,), {'label': 'questions', 'min_num': 1}), 18: ('wagtail.blocks.StructBlock', [[('heading', 1), ('items', 17)]], {}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 200}), 20: ('wagtail.blocks.CharBlock', (), {'max_length': 200, 'required': False}), 21: ('wagtail.blocks.ListBlock', (20,), {'label': 'header', 'min_num': 1}), 22: ('wagtail.blocks.CharBlock', (), {'max_length': 500, 'required': False}), 23: ('wagtail.blocks.ListBlock', (22,), {}), 24: ('wagtail.blocks.ListBlock', (23,), {'label': 'rows', 'min_num': 1}), 25: ('wagtail.blocks.StructBlock', [[('caption', 19), ('header', 21), ('rows', 24)]], {}), 26: ('wagtail.snippets.blocks.SnippetChooserBlock', ('core.Contact',), {'label': 'contact'}), 27: ('wagtail.blocks.StructBlock', [[('contact', 26)]], {}), 28: ('wagtail.blocks.PageChooserBlock', (), {'label': 'page', 'required': False}), 29: ('wagtail.blocks.URLBlock', (), {'label': 'or an address', 'required': False}), 30: ('wagtail.blocks.CharBlock', (), {'label': 'label', 'max_length': 200, 'required': False}), 31: ('wagtail.blocks.CharBlock', (), {'label': 'description', 'max_length': 300, 'required': False}), 32: ('wagtail.blocks.StructBlock', [[('page', 28), ('url', 29), ('label', 30), ('description', 31)]], {}), 33: ('wagtail.blocks.ListBlock', (32,), {'label': 'links', 'min_num': 1}), 34: ('wagtail.blocks.StructBlock', [[('heading', 1), ('links', 33)]], {}), 35: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 36: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200, 'required': False}), 37: ('wagtail.blocks.StructBlock', [[('document', 35), ('title', 36)]], {}), 38: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 39: ('wagtail.blocks.CharBlock', (), {'help_text': 'What can be seen. Empty only if the image is decoration.', 'label': 'alternative text', 'max_length': 250, 'required': False}), 40: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 300, 'required': False}), 41: ('wagtail.blocks.StructBlock', [[('image', 38), ('alt_text', 39), ('caption', 40)]], {}), 42: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200}), 43: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'video file', 'required': False}), 44: ('wagtail.blocks.URLBlock', (), {'label': 'or the address of a video elsewhere', 'required': False}), 45: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'what is said, in writing', 'required': False}), 46: ('wagtail.blocks.StructBlock', [[('title', 42), ('file', 43), ('url', 44), ('transcript', 45)]], {})}, verbose_name='content')),
            ],
            options={
                'verbose_name': 'plain page',
                'verbose_name_plural': 'plain pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='PortalDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', models.FileField(upload_to='documents', verbose_name='file')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('file_size', models.PositiveBigIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, editable=False, max_length=40)),
                ('language', models.CharField(blank=True, help_text='BCP 47 code, such as “ar”.', max_length=12, verbose_name='language')),
                ('accessible', models.CharField(choices=[('yes', 'yes, tested'), ('partly', 'partly'), ('no', 'no'), ('unknown', 'not tested')], default='unknown', max_length=10, verbose_name='accessible')),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='PortalImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', upload_to=wagtail.images.models.get_upload_to, verbose_name='file', width_field='width')),
                ('description', models.CharField(blank=True, default='', max_length=255, verbose_name='description')),
                ('width', models.IntegerField(editable=False, verbose_name='width')),
                ('height', models.IntegerField(editable=False, verbose_name='height')),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='created at')),
                ('focal_point_x', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_y', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_width', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_height', models.PositiveIntegerField(blank=True, null=True)),
                ('file_size', models.PositiveIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                ('decorative', models.BooleanField(default=False, help_text='Screen readers skip the image. Tick this only if nothing is lost without it.', verbose_name='decoration only')),
                ('credit', models.CharField(blank=True, help_text='Who made the image.', max_length=255, verbose_name='credit')),
                ('licence', models.CharField(blank=True, help_text='For example “CC BY 4.0” or “own photo”.', max_length=100, verbose_name='licence')),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user')),
            ],
            options={
                'verbose_name': 'image',
                'verbose_name_plural': 'images',
                'abstract': False,
            },
            bases=(wagtail.images.models.ImageFileMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='PortalSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('names', core.names.NamesField(blank=True, default=dict, verbose_name='name of the portal')),
                ('operator', models.CharField(blank=True, help_text='The city or district that runs the portal.', max_length=255, verbose_name='operator')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail of the editors')),
                ('logo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='logo')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
            ],
            options={
                'verbose_name': 'portal',
                'verbose_name_plural': 'portal',
            },
        ),
        migrations.CreateModel(
            name='TextState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(blank=True, max_length=64, verbose_name='digest of the published text')),
                ('changed_at', models.DateTimeField(null=True, verbose_name='text last changed')),
                ('source_digest', models.CharField(blank=True, max_length=64, verbose_name='digest of the source when this was translated')),
                ('machine_translated', models.BooleanField(default=False, verbose_name='machine translation that nobody has checked yet')),
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='text_state', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
                ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='translated_states', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='translated from')),
            ],
            options={
                'verbose_name': 'text state',
                'verbose_name_plural': 'text states',
            },
        ),
        migrations.CreateModel(
            name='Menu',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('place', models.CharField(choices=[('main', 'main menu'), ('footer', 'footer')], max_length=10, verbose_name='place')),
                ('heading', models.CharField(blank=True, max_length=80, verbose_name='heading')),
                ('items', wagtail.fields.StreamField([('item', 3)], blank=True, block_lookup={0: ('wagtail.blocks.PageChooserBlock', (), {'label': 'page', 'required': False}), 1: ('wagtail.blocks.URLBlock', (), {'label': 'or an address', 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'help_text': 'Empty: the title of the page.', 'label': 'label', 'max_length': 80, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('page', 0), ('url', 1), ('label', 2)]], {})}, verbose_name='links')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
            ],
            options={
                'verbose_name': 'menu',
                'verbose_name_plural': 'menus',
                'abstract': False,
                'unique_together': {('translation_key', 'locale')},
            },
        ),
        migrations.CreateModel(
            name='PortalRendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filter_spec', models.CharField(db_index=True, max_length=255)),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', storage=wagtail.images.models.get_rendition_storage, upload_to=wagtail.images.models.get_rendition_upload_to, width_field='width')),
                ('width', models.IntegerField(editable=False)),
                ('height', models.IntegerField(editable=False)),
                ('focal_point_key', models.CharField(blank=True, default='', editable=False, max_length=16)),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='core.portalimage')),
            ],
            options={
                'unique_together': {('image', 'filter_spec', 'focal_point_key')},
            },
            bases=(wagtail.images.models.ImageFileMixin, models.Model),
        ),
    ]
