"""An issue of the newsletter."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from core.names import Text, text_in
from newsletter.models.delivery import Delivery
from newsletter.models.mailing import Mailing
from newsletter.models.subscriber import Subscriber
from newsletter.previews import PreviewedInLanguages


class Issue(PreviewedInLanguages, Mailing):
    """Goes to everybody who has confirmed; each gets it in the chosen language, narrowed to the chosen topics."""

    foot_html, foot_text = "newsletter/mail/foot_issue.html", "newsletter/mail/foot_issue.txt"
    panels = [FieldPanel("subject"), FieldPanel("body")]

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")

    @property
    def is_public(self) -> bool:
        return self.started_at is not None and self.state != self.State.STOPPED

    def subject_in(self, language: str) -> Text:
        """The subject for readers of ``language``, as it was sent."""
        return (
            Text(**self.content[language]["subject"]) if language in self.content else text_in(self.subject, language)
        )

    def url_in(self, language: str) -> str:
        """Path of the issue on the web, in the interface of ``language``."""
        with translation.override(language):
            return reverse("newsletter_issue", args=(self.pk,))

    def absolute_url(self, language: str) -> str:
        return settings.BASE_URL.rstrip("/") + self.url_in(language)

    def recipients(self) -> list[Delivery]:
        rows = Subscriber.objects.deliverable().order_by("pk").only("pk", "language")
        return [Delivery(mailing_id=self.pk, subscriber_id=row.pk, language=row.reading_language) for row in rows]

    def still_wanted(self, deliveries: models.QuerySet) -> models.QuerySet:
        return deliveries.filter(subscriber__in=Subscriber.objects.deliverable())
