"""One short form each for an association's own news and events."""

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from core.models import PortalImage
from events.models import EventPage
from members.mask.drafts import Draft
from members.mask.event_dates import DateForm, EventDates
from members.mask.fields import AddressField, DayField, LineField, PlainTextField, TermsField
from members.mask.forms import MaskForm, RowField
from members.mask.parts import Address, Body, Part, Terms
from members.mask.pictures import PictureField, is_same
from topics.models import AdviceLanguage, TargetGroup, Topic

PICTURE_SALT = "members.mask.kept-picture"


class OwnForm(MaskForm):
    """Base of pages with a title, a summary and perhaps a picture."""

    title = LineField(label=_("Title"), max_length=255)
    summary = LineField(
        label=_("In one or two sentences"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        help_text=_("This stands in lists and in search results. At most 300 letters."),
    )

    def __init__(self, draft: Draft, *args, **kwargs):
        super().__init__(draft, *args, **kwargs)
        self.page_picture = getattr(draft.facts, "image", None) if "picture" in self.fields else None
        if "picture" in self.fields and self.data.get("kept_picture"):
            self.page_picture = self._kept() or self.page_picture

    # --- The picture -------------------------------------------------------------------------------------------------

    def keep_picture(self, store) -> None:
        """Store a picture that was sent, before anything else can fail: a browser does not send it again by itself.

        ``store(upload, alt, title)`` gives the image.
        """
        upload = getattr(self, "cleaned_data", {}).get("picture")
        if upload and not is_same(upload, self.page_picture):
            self.page_picture = store(upload, self.data.get("image_alt", ""), self.data.get("title", ""))

    def _kept(self) -> PortalImage | None:
        try:
            pk = signing.loads(self.data["kept_picture"], salt=PICTURE_SALT, max_age=86_400)
        except signing.BadSignature:
            return None
        return PortalImage.objects.filter(pk=pk).first()

    @property
    def kept_picture(self) -> str:
        """The picture of this form, signed, for a form that is shown again."""
        picture = self.page_picture
        if picture is None or picture.pk == self.draft.facts.image_id:
            return ""
        return signing.dumps(picture.pk, salt=PICTURE_SALT)

    def write(self) -> None:
        super().write()
        if "picture" not in self.fields:
            return
        page = self.draft.facts
        chosen = None if self.data.get("remove_picture") else self.page_picture
        if page.image_id != (chosen.pk if chosen else None):
            page.image = chosen
            self.draft.touched.add("image")


class NewsForm(OwnForm):
    """A piece of news."""

    body = PlainTextField(
        label=_("Text"),
        required=False,
        rows=10,
        help_text=_(
            "Leave a line empty between paragraphs; begin lines with a hyphen for a list. Web addresses become links."
        ),
    )
    picture = PictureField(label=_("Picture"), required=False)
    image_alt = LineField(
        label=_("What can be seen in the picture?"), required=False, max_length=250,
        help_text=_("One sentence for people who cannot see it, for example: Three children plant a tree."),
    )  # fmt: skip
    expires_on = DayField(
        label=_("Show until"), required=False, help_text=_("Empty: it stays. Give a day if it is of no use after that.")
    )
    topics = TermsField(Topic, label=_("Topics"))

    parts = {
        "title": Part("title"), "summary": Part("summary"), "body": Body("body"), "image_alt": Part("image_alt"),
        "expires_on": Part("expires_on"), "topics": Terms("topics", Topic),
    }  # fmt: skip
    sections = [
        (_("What is new?"), ["language", "title", "summary", "body"]),
        (_("Picture"), ["picture", "image_alt"], True),
        (_("More"), ["expires_on", "topics"], True),
    ]


class EventForm(OwnForm):
    """An event with its dates."""

    body = PlainTextField(label=_("What happens there?"), required=False, rows=6)
    place_name = LineField(label=_("Name of the place"), required=False, max_length=200)
    street = LineField(label=_("Street and number"), required=False, max_length=200)
    postcode = LineField(label=_("Postcode"), required=False, max_length=10, ltr=True)
    city = LineField(label=_("Town"), required=False, max_length=100)
    online_url = AddressField(label=_("Address of the online meeting"), required=False)
    cost = forms.ChoiceField(label=_("Cost"), choices=EventPage.Cost.choices, initial=EventPage.Cost.FREE)
    price = LineField(
        label=_("How much?"), required=False, max_length=100, help_text=_("For example: 5 euros, children free.")
    )
    sign_up_url = AddressField(
        label=_("Web address for sign-up"), required=False, help_text=_("Empty: people just come.")
    )
    languages = TermsField(AdviceLanguage, label=_("Languages that are spoken"))
    target_groups = TermsField(TargetGroup, label=_("For whom it is"))
    topics = TermsField(Topic, label=_("Topics"))
    picture = PictureField(label=_("Picture"), required=False)
    image_alt = LineField(
        label=_("What can be seen in the picture?"), required=False, max_length=250,
        help_text=_("One sentence for people who cannot see it, for example: Three children plant a tree."),
    )  # fmt: skip

    parts = {
        "title": Part("title"),
        "summary": Part("summary"),
        "body": Body("body"),
        "dates": EventDates(),
        "place_name": Address("place", "name"),
        "street": Address("place", "street"),
        "postcode": Address("place", "postcode"),
        "city": Address("place", "city"),
        "online_url": Part("online_url"),
        "cost": Part("cost"),
        "price": Part("price"),
        "sign_up_url": Part("sign_up_url"),
        "languages": Terms("languages", AdviceLanguage),
        "target_groups": Terms("target_groups", TargetGroup),
        "topics": Terms("topics", Topic),
        "image_alt": Part("image_alt"),
    }
    row_fields = {"dates": RowField(DateForm, _("When"), _("Date"), _("Without times it is all day."))}
    sections = [
        (_("What is on?"), ["language", "title", "summary", "body"]),
        (_("When and where"), ["dates", "place_name", "street", "postcode", "city", "online_url"]),
        (_("Cost and sign-up"), ["cost", "price", "sign_up_url"], True),
        (_("For whom"), ["languages", "target_groups", "topics"], True),
        (_("Picture"), ["picture", "image_alt"], True),
    ]
