"""The step with the pictures: a logo, several pictures at once, and a sentence on each for those who cannot see it."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import policy_registry

from core.models import PortalImage
from members.mask.drafts import Draft
from members.mask.fields import LineField
from members.mask.forms import MaskForm
from members.mask.merging import Merged
from members.mask.parts import put
from members.mask.pictures import ACCEPT, PicturesField, store

MOST_PICTURES = 30
ALT = _("What can be seen in this picture?")


class PicturesForm(MaskForm):
    """Pictures are added, described and left out one by one, so that two people at once cannot be in each other's way.

    Nobody names a picture by its id: those of the draft can be described and left out, new ones come as files.
    """

    logo = PicturesField(label=_("Logo"), required=False, widget=forms.FileInput({"accept": ACCEPT}))
    remove_logo = forms.BooleanField(label=_("Leave this out"), required=False)
    pictures = PicturesField(
        label=_("New pictures"),
        required=False,
        help_text=_("You can choose several at once. We make them smaller and take out where they were taken. Has everybody "
                    "who can be recognised agreed?"),
    )  # fmt: skip

    def __init__(self, draft: Draft, data=None, files=None, **kwargs):
        kwargs.pop("languages", None)
        super().__init__(draft, data, files, **kwargs)
        self.refused: list[tuple[str, str]] = []
        self.there = [(child.id, child.value["image"]) for child in draft.facts.pictures if child.value["image"]]
        for key, image in self.there:
            self.fields[f"alt-{key}"] = LineField(label=ALT, required=False, max_length=255, initial=image.description)
            self.fields[f"leave_out-{key}"] = forms.BooleanField(label=_("Leave this out"), required=False)

    @property
    def shown(self) -> list[dict]:
        """Pictures of the draft, each with its fields."""
        return [
            {"image": image, "alt": self[f"alt-{key}"], "leave_out": self[f"leave_out-{key}"]}
            for key, image in self.there
        ]

    @property
    def merged(self) -> Merged:
        return Merged()

    def keep(self, organisation, user) -> None:
        """Store what was sent and describe what is there; part of saving, so all or nothing with the draft."""
        self.user, self.organisation = user, organisation
        found, logos = self.cleaned_data.get("pictures") or [], self.cleaned_data.get("logo") or []
        room = MOST_PICTURES - len(self.there)
        good = [file for file in found if not isinstance(file, tuple)]
        self.refused = [file for file in [*logos, *found] if isinstance(file, tuple)]
        self.new_logo = next((file for file in logos if not isinstance(file, tuple)), None)
        self.refused += [(file.name, _("There is no room for more pictures.")) for file in good[max(room, 0) :]]
        self.good = good[: max(room, 0)]

    def write(self) -> None:
        page = self.draft.facts
        kept = [(key, image) for key, image in self.there if not self.cleaned_data[f"leave_out-{key}"]]
        for key, image in kept:
            self._describe(image, self.cleaned_data[f"alt-{key}"])
        new = [store(file, self.organisation, self.user, title=page.title) for file in self.good]
        if new or len(kept) < len(self.there):
            pictures = [*kept, *((None, image) for image in new)]
            put(page, "pictures", [("picture", {"image": image}, key) for key, image in pictures])
            self.draft.touched.add("pictures")
        logo = page.logo
        if self.new_logo:
            logo = store(self.new_logo, self.organisation, self.user, alt=page.title, title=page.title)
        elif self.cleaned_data["remove_logo"]:
            logo = None
        if logo != page.logo:
            page.logo = logo
            self.draft.touched.add("logo")

    def _describe(self, image: PortalImage, words: str) -> None:
        """Only pictures of the association's own; one that editors have lent it has their words."""
        if words != image.description and not image.decorative and self.may_describe(image):
            image.description = words
            image.save(update_fields=["description"])

    def may_describe(self, image: PortalImage) -> bool:
        return policy_registry.get_by_type(PortalImage).user_has_permission_for_instance(self.user, "change", image)
