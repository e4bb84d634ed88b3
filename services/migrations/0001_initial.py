
import django.db.models.deletion
import modelcluster.fields
import uuid
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
        ('topics', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='ServiceIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two plain sentences, for lists and search engines.', max_length=300, verbose_name='summary')),
                ('external_id', models.CharField(blank=True, db_index=True, max_length=255, verbose_name='id in the source system')),
                ('external_url', models.URLField(blank=True, max_length=500, verbose_name='address in the source system')),
                ('introduction', models.TextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'list of advisory services',
                'verbose_name_plural': 'lists of advisory services',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ServicePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two plain sentences, for lists and search engines.', max_length=300, verbose_name='summary')),
                ('external_id', models.CharField(blank=True, db_index=True, max_length=255, verbose_name='id in the source system')),
                ('external_url', models.URLField(blank=True, max_length=500, verbose_name='address in the source system')),
                ('alternate_name', models.CharField(blank=True, help_text='For example “MBE”.', max_length=255, verbose_name='other name or abbreviation')),
                ('description', wagtail.fields.RichTextField(blank=True, verbose_name='description')),
                ('eligibility_description', wagtail.fields.RichTextField(blank=True, verbose_name='who it is for, and for whom not')),
                ('application_process', wagtail.fields.RichTextField(blank=True, verbose_name='how it works, sign-up')),
                ('required_documents', wagtail.fields.RichTextField(blank=True, verbose_name='documents to bring')),
                ('fees_description', models.CharField(blank=True, max_length=300, verbose_name='about the cost')),
                ('alert', models.CharField(blank=True, max_length=300, verbose_name='notice at short term')),
                ('hsds_id', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='HSDS id')),
                ('status', models.CharField(choices=[('active', 'active'), ('temporarily closed', 'temporarily closed'), ('inactive', 'inactive'), ('defunct', 'no longer exists')], default='active', max_length=20, verbose_name='status')),
                ('alert_expires', models.DateField(blank=True, null=True, verbose_name='notice ends on')),
                ('program', models.CharField(blank=True, help_text='MBE, JMD, KIM ...', max_length=100, verbose_name='funding programme')),
                ('minimum_age', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='from age')),
                ('maximum_age', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='up to age')),
                ('interpretation_services', models.CharField(blank=True, max_length=255, verbose_name='interpreting')),
                ('places', wagtail.fields.StreamField([('place', 27)], blank=True, block_lookup={0: ('wagtail.blocks.BooleanBlock', (), {'help_text': 'For shelters: the address is never shown, searched, exported or given to other systems.', 'label': 'confidential address', 'required': False}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'name of the place', 'max_length': 200, 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'street and number', 'max_length': 200, 'required': False}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'postcode', 'max_length': 10, 'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'town', 'max_length': 100, 'required': False}), 5: ('wagtail.blocks.FloatBlock', (), {'label': 'latitude', 'max_value': 90, 'min_value': -90, 'required': False}), 6: ('wagtail.blocks.FloatBlock', (), {'label': 'longitude', 'max_value': 180, 'min_value': -180, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('name', 1), ('street', 2), ('postcode', 3), ('city', 4), ('latitude', 5), ('longitude', 6)]], {'label': 'address'}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'how to get there', 'max_length': 300, 'required': False}), 9: ('wagtail.blocks.MultipleChoiceBlock', [], {'choices': [('step-free', 'step-free'), ('accessible-toilet', 'accessible toilet'), ('lift', 'lift'), ('induction-loop', 'induction loop'), ('sign-language', 'sign language'), ('parking', 'disabled parking')], 'label': 'accessibility', 'required': False}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'note on accessibility', 'max_length': 300, 'required': False}), 11: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('MO', 'Monday'), ('TU', 'Tuesday'), ('WE', 'Wednesday'), ('TH', 'Thursday'), ('FR', 'Friday'), ('SA', 'Saturday'), ('SU', 'Sunday')], 'label': 'day'}), 12: ('wagtail.blocks.TimeBlock', (), {'label': 'from'}), 13: ('wagtail.blocks.TimeBlock', (), {'label': 'until'}), 14: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('open', 'without appointment'), ('appointment', 'by appointment'), ('phone', 'by telephone')], 'label': 'kind'}), 15: ('wagtail.blocks.DateBlock', (), {'label': 'valid from', 'required': False}), 16: ('wagtail.blocks.DateBlock', (), {'label': 'valid until', 'required': False}), 17: ('wagtail.blocks.StructBlock', [[('weekday', 11), ('opens_at', 12), ('closes_at', 13), ('kind', 14), ('valid_from', 15), ('valid_to', 16)]], {}), 18: ('wagtail.blocks.ListBlock', (17,), {'default': [], 'label': 'weekly times'}), 19: ('wagtail.blocks.DateBlock', (), {'label': 'from'}), 20: ('wagtail.blocks.DateBlock', (), {'label': 'until (empty: one day)', 'required': False}), 21: ('wagtail.blocks.TimeBlock', (), {'label': 'open from (empty: closed)', 'required': False}), 22: ('wagtail.blocks.TimeBlock', (), {'label': 'open until', 'required': False}), 23: ('wagtail.blocks.CharBlock', (), {'label': 'reason', 'max_length': 200, 'required': False}), 24: ('wagtail.blocks.StructBlock', [[('first_day', 19), ('last_day', 20), ('opens_at', 21), ('closes_at', 22), ('note', 23)]], {}), 25: ('wagtail.blocks.ListBlock', (24,), {'default': [], 'label': 'exceptions'}), 26: ('wagtail.blocks.BooleanBlock', (), {'default': True, 'label': 'closed on public holidays', 'required': False}), 27: ('wagtail.blocks.StructBlock', [[('confidential', 0), ('address', 7), ('transportation', 8), ('accessibility', 9), ('accessibility_note', 10), ('slots', 18), ('exceptions', 25), ('closed_on_holidays', 26)]], {})}, verbose_name='places and hours')),
                ('phones', wagtail.fields.StreamField([('phone', 4)], blank=True, block_lookup={0: ('services.blocks.PhoneBlock', (), {'label': 'number'}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'when or for what', 'max_length': 200, 'required': False}), 2: ('wagtail.snippets.blocks.SnippetChooserBlock', ('topics.AdviceLanguage',), {}), 3: ('wagtail.blocks.ListBlock', (2,), {'default': [], 'label': 'languages'}), 4: ('wagtail.blocks.StructBlock', [[('number', 0), ('description', 1), ('languages', 3)]], {})}, verbose_name='telephones')),
                ('contacts', wagtail.fields.StreamField([('contact', 6)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'name', 'max_length': 200}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'function', 'max_length': 200, 'required': False}), 2: ('wagtail.blocks.EmailBlock', (), {'label': 'e-mail', 'required': False}), 3: ('services.blocks.PhoneBlock', (), {'label': 'telephone', 'required': False}), 4: ('wagtail.blocks.BooleanBlock', (), {'label': 'has agreed to be named here', 'required': False}), 5: ('wagtail.blocks.DateBlock', (), {'label': 'agreement ends on', 'required': False}), 6: ('wagtail.blocks.StructBlock', [[('name', 0), ('title', 1), ('email', 2), ('phone', 3), ('consent', 4), ('consent_until', 5)]], {})}, verbose_name='contact persons')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('website', models.URLField(blank=True, max_length=500, verbose_name='website')),
                ('booking_url', models.URLField(blank=True, max_length=500, verbose_name='address for appointments')),
                ('cost', models.CharField(choices=[('free', 'free of charge'), ('paid', 'with a fee'), ('unknown', 'not known')], default='free', max_length=10, verbose_name='cost')),
                ('anonymous', models.BooleanField(default=False, verbose_name='possible without giving a name')),
                ('last_confirmed', models.DateField(blank=True, null=True, verbose_name='last confirmed on')),
                ('confirmed_by', models.CharField(blank=True, help_text='Internal.', max_length=255, verbose_name='confirmed by')),
                ('areas', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='services', to='topics.place', verbose_name='area served')),
                ('modes', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='services', to='topics.advicemode', verbose_name='ways of advice')),
                ('provider', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='services', to='organisations.organisationpage', verbose_name='provider')),
                ('target_groups', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='services', to='topics.targetgroup', verbose_name='target groups')),
                ('topics', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='services', to='topics.topic', verbose_name='topics')),
            ],
            options={
                'verbose_name': 'advisory service',
                'verbose_name_plural': 'advisory services',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ServiceLanguage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('how', models.CharField(choices=[('staff', 'spoken by staff'), ('interpreter', 'with an interpreter'), ('by-arrangement', 'by arrangement')], default='staff', max_length=20, verbose_name='how')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('language', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='topics.advicelanguage', verbose_name='language')),
                ('service', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='languages', to='services.servicepage')),
            ],
            options={
                'verbose_name': 'language of advice',
                'verbose_name_plural': 'languages of advice',
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('service', 'language'), name='service_language_once')],
            },
        ),
    ]
