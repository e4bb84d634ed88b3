"""The user model, our own from the first migration so that it can grow."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Somebody who signs in: editor, translator, member of an association. Readers need no account."""

    email = models.EmailField(_("e-mail address"), unique=True)

    REQUIRED_FIELDS = ["email"]
