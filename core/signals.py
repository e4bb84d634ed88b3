"""What has to happen to translations when a page is published, unpublished, moved or made."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move
from wagtail_localize.models import TranslationSource

from core.models.base import BasePage
from core.models.media import PortalImage
from core.models.navigation import Menu
from core.models.site import PortalSettings
from core.models.text_state import TextState
from core.names import Named
from core.shell_cache import forget


@receiver(post_save)
def note_new_page(sender, instance, created, raw=False, **kwargs):
    """Every page has a text state from birth, so that lists can tell originals from translations."""
    if created and not raw and isinstance(instance, BasePage):
        TextState.of(instance)


@receiver(page_published)
def note_published_text(sender, instance, **kwargs):
    """Record what is public now, and tell wagtail-localize of a changed source so that editors see what is missing."""
    if not isinstance(instance, BasePage) or instance.alias_of_id:
        return
    state = TextState.record(instance)
    if state.source_id is None:
        source = TranslationSource.objects.get_for_instance_or_none(instance)
        if source is not None:
            TranslationSource.update_or_create_from_instance(instance)


@receiver(page_unpublished)
def unpublish_translations(sender, instance, **kwargs):
    """A translation without a public source has no facts; it is taken down with the source."""
    if not isinstance(instance, BasePage) or instance.original.pk != instance.pk:
        return
    for translation in instance.get_translations().live():
        translation.specific.unpublish()


@receiver(post_page_move)
def move_translations(sender, instance, parent_page_before, parent_page_after, **kwargs):
    """Translations follow their original to the translation of the new parent, where there is one."""
    page = instance.specific
    if parent_page_before.pk == parent_page_after.pk or not isinstance(page, BasePage) or page.original.pk != page.pk:
        return
    for translation in page.get_translations():
        parent = parent_page_after.get_translation_or_none(translation.locale)
        if parent is not None and translation.get_parent().pk != parent.pk:
            translation.specific.move(Page.objects.get(pk=parent.pk), pos="last-child")


@receiver(post_save)
@receiver(post_delete)
def forget_the_shell(sender, instance, **kwargs):
    """Menus, settings, terms and lists of pages are remembered for a minute; a change to one shows at once.

    Images too: the portal's logo is one, and the address of its picture changes with its file.
    """
    if isinstance(instance, (Menu, PortalSettings, PortalImage, Named, Locale, BasePage, PageViewRestriction)):
        forget()


@receiver(page_published)
@receiver(page_unpublished)
def forget_menus(sender, instance, **kwargs):
    """Menu labels are page titles."""
    forget()
