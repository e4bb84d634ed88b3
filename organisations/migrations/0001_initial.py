
import core.fields
import django.db.models.deletion
import modelcluster.fields
import organisations.blocks
import uuid
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('topics', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='OrganisationIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two plain sentences, for lists and search engines.', max_length=300, verbose_name='summary')),
                ('external_id', models.CharField(blank=True, db_index=True, max_length=255, verbose_name='id in the source system')),
                ('external_url', models.URLField(blank=True, max_length=500, verbose_name='address in the source system')),
                ('introduction', models.TextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'directory of organisations',
                'verbose_name_plural': 'directories of organisations',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='OrganisationPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two plain sentences, for lists and search engines.', max_length=300, verbose_name='summary')),
                ('external_id', models.CharField(blank=True, db_index=True, max_length=255, verbose_name='id in the source system')),
                ('external_url', models.URLField(blank=True, max_length=500, verbose_name='address in the source system')),
                ('about', wagtail.fields.RichTextField(blank=True, verbose_name='about us')),
                ('aims', wagtail.fields.RichTextField(blank=True, verbose_name='our aims')),
                ('offers', wagtail.fields.RichTextField(blank=True, verbose_name='what we offer')),
                ('hsds_id', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='HSDS id')),
                ('kind', models.CharField(choices=[('association', 'association'), ('provider', 'provider of services'), ('authority', 'authority'), ('network', 'network or umbrella organisation')], db_index=True, default='association', max_length=20, verbose_name='kind')),
                ('alternate_name', models.CharField(blank=True, max_length=255, verbose_name='short name')),
                ('founded', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='founded in')),
                ('legal_form', models.CharField(blank=True, choices=[('registered', 'registered association (e. V.)'), ('unregistered', 'association without registration'), ('charitable-company', 'charitable company (gGmbH)'), ('public', 'public body'), ('other', 'other')], max_length=20, verbose_name='legal form')),
                ('register_number', models.CharField(blank=True, help_text='Register of associations, such as “VR 1234”.', max_length=50, verbose_name='register number')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('phone', core.fields.PhoneField(blank=True, max_length=50, verbose_name='telephone')),
                ('website', models.URLField(blank=True, max_length=500, verbose_name='website')),
                ('address', wagtail.fields.StreamField([('address', 6)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'name of the place', 'max_length': 200, 'required': False}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'street and number', 'max_length': 200, 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'postcode', 'max_length': 10, 'required': False}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'town', 'max_length': 100, 'required': False}), 4: ('wagtail.blocks.FloatBlock', (), {'label': 'latitude', 'max_value': 90, 'min_value': -90, 'required': False}), 5: ('wagtail.blocks.FloatBlock', (), {'label': 'longitude', 'max_value': 180, 'min_value': -180, 'required': False}), 6: ('wagtail.blocks.StructBlock', [[('name', 0), ('street', 1), ('postcode', 2), ('city', 3), ('latitude', 4), ('longitude', 5)]], {})}, verbose_name='address')),
                ('social', wagtail.fields.StreamField([('link', 2)], blank=True, block_lookup={0: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('facebook', 'Facebook'), ('instagram', 'Instagram'), ('mastodon', 'Mastodon'), ('telegram', 'Telegram'), ('tiktok', 'TikTok'), ('whatsapp', 'WhatsApp'), ('youtube', 'YouTube'), ('other', 'other')], 'label': 'network'}), 1: ('wagtail.blocks.URLBlock', (), {'label': 'address'}), 2: ('wagtail.blocks.StructBlock', [[('network', 0), ('url', 1)]], {})}, verbose_name='social media')),
                ('people', wagtail.fields.StreamField([('person', 8)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'name', 'max_length': 200}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': organisations.blocks.language_choices, 'label': 'language'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'function', 'max_length': 200}), 3: ('wagtail.blocks.StructBlock', [[('language', 1), ('text', 2)]], {}), 4: ('wagtail.blocks.ListBlock', (3,), {'default': [], 'label': 'function'}), 5: ('wagtail.blocks.EmailBlock', (), {'label': 'e-mail', 'required': False}), 6: ('wagtail.blocks.BooleanBlock', (), {'label': 'has agreed to be named here', 'required': False}), 7: ('wagtail.blocks.DateBlock', (), {'label': 'agreement ends on', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('name', 0), ('roles', 4), ('email', 5), ('consent', 6), ('consent_until', 7)]], {})}, verbose_name='people')),
                ('pictures', wagtail.fields.StreamField([('picture', 1)], blank=True, block_lookup={0: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 1: ('wagtail.blocks.StructBlock', [[('image', 0)]], {})}, verbose_name='pictures')),
                ('last_confirmed', models.DateField(blank=True, null=True, verbose_name='last confirmed on')),
                ('languages', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='organisations', to='topics.advicelanguage', verbose_name='languages')),
                ('logo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='logo')),
                ('member_of', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='members', to='organisations.organisationpage', verbose_name='member of')),
                ('target_groups', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='organisations', to='topics.targetgroup', verbose_name='target groups')),
                ('topics', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='organisations', to='topics.topic', verbose_name='topics')),
                ('towns', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='organisations', to='topics.place', verbose_name='towns')),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='OrganisationRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contact_name', models.CharField(blank=True, max_length=200, verbose_name='contact for the administration')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('contact_phone', models.CharField(blank=True, max_length=50, verbose_name='telephone')),
                ('member_count', models.PositiveIntegerField(blank=True, null=True, verbose_name='members')),
                ('notes', models.TextField(blank=True, verbose_name='notes')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='last change')),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='record', to='organisations.organisationpage', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'internal record of an organisation',
                'verbose_name_plural': 'internal records of organisations',
            },
        ),
    ]
