"""Images and documents with what accessibility and copyright ask of an editor."""

import os
import secrets

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, WagtailImageField, WagtailImageFieldFile
from wagtail.search import index

from core.pictures import without_traces


class CleanFile(WagtailImageFieldFile):
    """Stores a picture without what it tells about the place where it was taken, whoever brings it."""

    def save(self, name, content, save=True):
        super().save(name, without_traces(content), save)


class CleanImageField(WagtailImageField):
    """The file of an image. The database and its migrations know no difference to Wagtail's."""

    attr_class = CleanFile

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "wagtail.images.models.WagtailImageField", args, kwargs


class PortalImage(AbstractImage):
    """An image. Without an alternative text it must be marked as decoration (WCAG 2.1, 1.1.1)."""

    file = CleanImageField(
        verbose_name=_("file"), upload_to=AbstractImage._meta.get_field("file").upload_to,
        width_field="width", height_field="height",
    )  # fmt: skip
    decorative = models.BooleanField(
        _("decoration only"),
        default=False,
        help_text=_("Screen readers skip the image. Tick this only if nothing is lost without it."),
    )
    credit = models.CharField(_("credit"), max_length=255, blank=True, help_text=_("Who made the image."))
    licence = models.CharField(
        _("licence"), max_length=100, blank=True, help_text=_("For example “CC BY 4.0” or “own photo”.")
    )

    admin_form_fields = (
        "title", "file", "description", "decorative", "credit", "licence", "collection", "tags",
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip
    search_fields = [*AbstractImage.search_fields, index.SearchField("credit")]

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def get_upload_to(self, filename: str) -> str:
        """A path with 64 random bits: files are served to whoever has the address, and nobody can guess that of a draft.

        Renditions are named after the file and inherit them.
        """
        stem, ending = os.path.splitext(filename)
        path, ending = os.path.splitext(super().get_upload_to(f"{stem[:60]}{ending}"))
        return f"{path}.{secrets.token_hex(8)}{ending}"

    def clean(self):
        super().clean()
        if self.file and not self.file._committed:
            # Here already, so that a damaged picture is a message in the form, and size and digest are of what is stored.
            try:
                self.file = without_traces(self.file.file)
            except ValidationError as error:
                raise ValidationError({"file": error.messages}) from error
        if not self.decorative and not self.description.strip():
            raise ValidationError(
                {"description": _("Please say in a sentence what can be seen, or mark the image as decoration.")}
            )
        if self.decorative:
            self.description = ""

    @property
    def default_alt_text(self) -> str:
        return "" if self.decorative else self.description


class PortalRendition(AbstractRendition):
    """A resized image."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class PortalDocument(AbstractDocument):
    """A file for download, with its language and an honest word on its accessibility."""

    class Accessible(models.TextChoices):
        YES = "yes", _("yes, tested")
        PARTLY = "partly", _("partly")
        NO = "no", _("no")
        UNKNOWN = "unknown", _("not tested")

    language = models.CharField(_("language"), max_length=12, blank=True, help_text=_("BCP 47 code, such as “ar”."))
    accessible = models.CharField(
        _("accessible"), max_length=10, choices=Accessible.choices, default=Accessible.UNKNOWN
    )

    admin_form_fields = ("title", "file", "language", "accessible", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
