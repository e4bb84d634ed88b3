"""The step with the pictures: a logo, several pictures at once, and a sentence on each for those who cannot see it."""

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from core.models import PortalImage
from members.mask.fields import LineField
from members.mask.forms import MaskForm
from members.mask.parts import PictureKeep, PictureWords, put
from members.mask.pictures import ACCEPT, PicturesField, is_same, store
from organisations.blocks import Keep

MOST_PICTURES = 30
ALT = _("What can be seen in this picture?")
KEEP = _("What stays if the picture is cut?")
SALT = "members.mask.kept-pictures"


class PicturesForm(MaskForm):
    """Pictures are added, described and left out one by one, so that two people at once cannot be in each other's way.

    Nobody names a picture by its id: those of the draft can be described and left out, new ones come as files. What is
    written on a picture belongs to the draft, as all text does; the image's own words may be public elsewhere.
    """

    logo = PicturesField(label=_("Logo"), required=False, widget=forms.FileInput({"accept": ACCEPT}))
    remove_logo = forms.BooleanField(label=_("Leave this out"), required=False)
    pictures = PicturesField(
        label=_("New pictures"),
        required=False,
        help_text=_("You can choose several at once. We make them smaller and take out where they were taken. Has everybody "
                    "who can be recognised agreed?"),
    )  # fmt: skip

    def __init__(self, draft, data=None, files=None, **kwargs):
        kwargs.pop("languages", None)
        self.there = {child.id: child.value for child in draft.facts.pictures if child.value["image"]}
        self.parts = {f"alt-{key}": PictureWords(key) for key in self.there}
        self.parts |= {f"keep-{key}": PictureKeep(key) for key in self.there}
        self.refused: list[tuple[str, str]] = []
        super().__init__(draft, data, files, **kwargs)
        self.new_logo, self.new = self._kept()

    def add_fields(self) -> None:
        for key in self.there:
            self.fields[f"alt-{key}"] = LineField(label=ALT, required=False, max_length=250)
            self.fields[f"keep-{key}"] = forms.ChoiceField(
                label=KEEP, choices=Keep.choices, initial=Keep.MIDDLE, required=False
            )
            self.fields[f"leave_out-{key}"] = forms.BooleanField(label=_("Leave this out"), required=False)

    def label_of(self, name: str) -> str:
        """Of two versions: which picture they are on."""
        number = list(self.there).index(name.partition("-")[2]) + 1
        return f"{_('Picture')} {number}"

    @property
    def shown(self) -> list[dict]:
        """Pictures of the draft, each with its fields."""
        return [
            {"image": value["image"], "described": value.alt}
            | {"alt": self[f"alt-{key}"], "keep": self[f"keep-{key}"], "leave_out": self[f"leave_out-{key}"]}
            for key, value in self.there.items()
        ]

    # --- Files -------------------------------------------------------------------------------------------------------

    def keep(self, organisation, user) -> None:
        """Store what was sent, before anything else can fail: a browser does not send it again by itself.

        A picture that is there already is not taken twice.
        """
        found, logos = self.cleaned_data.get("pictures") or [], self.cleaned_data.get("logo") or []
        self.refused = [file for file in [*logos, *found] if isinstance(file, tuple)]
        page, there = self.draft.facts, [value["image"] for value in self._kept_values().values()]
        for file in found:
            if isinstance(file, tuple) or any(is_same(file, image) for image in [*there, *self.new]):
                continue
            if len(self.there) + len(self.new) < MOST_PICTURES:
                self.new.append(store(file, organisation, user, title=page.title))
            else:
                self.refused.append((file.name, _("There is no room for more pictures.")))
        for file in logos:
            if not isinstance(file, tuple) and not is_same(file, page.logo):
                self.new_logo = store(file, organisation, user, alt=page.title, title=page.title)

    def _kept(self) -> tuple[PortalImage | None, list[PortalImage]]:
        """Logo and pictures that were sent with this form before, when it could not be saved."""
        try:
            logo, *pictures = signing.loads(self.data.get("kept_picture", ""), salt=SALT, max_age=86_400)
        except signing.BadSignature:
            return None, []
        found = PortalImage.objects.in_bulk([logo, *pictures])
        return found.get(logo), [found[pk] for pk in pictures if pk in found]

    @property
    def kept_picture(self) -> str:
        """Their ids, signed, for a form that is shown again."""
        ids = [self.new_logo.pk if self.new_logo else 0, *(image.pk for image in self.new)]
        return signing.dumps(ids, salt=SALT) if any(ids) else ""

    # --- What is saved -----------------------------------------------------------------------------------------------

    def _kept_values(self) -> dict:
        """Pictures of the draft that are not left out."""
        return {key: value for key, value in self.there.items() if not self.cleaned_data.get(f"leave_out-{key}")}

    def write(self) -> None:
        super().write()
        page, kept = self.draft.facts, self._kept_values()
        there = {value["image"].pk for value in kept.values()}
        new = [image for image in self.new if image.pk not in there]
        if new or len(kept) < len(self.there):
            blocks = [("picture", dict(value), key) for key, value in kept.items()]
            put(page, "pictures", [*blocks, *(("picture", {"image": image}, None) for image in new)])
            self.draft.touched.add("pictures")
        logo = self.new_logo or (None if self.cleaned_data["remove_logo"] else page.logo)
        if logo != page.logo:
            page.logo = logo
            self.draft.touched.add("logo")
