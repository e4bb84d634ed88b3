"""The user model, our own from the first migration so that it can grow."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Somebody who signs in: editor, translator, member of an association. Readers need no account."""

    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(
        _("language of letters"), max_length=12, blank=True, help_text=_("Code of one of the portal's languages.")
    )

    REQUIRED_FIELDS = ["email"]

    @property
    def letter_language(self) -> str:
        """The language in which the portal writes to this person: the chosen one, else the source language."""
        return self.language if self.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
