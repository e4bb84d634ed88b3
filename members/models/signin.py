"""Links in mails that sign in."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class SignInLink(models.Model):
    """A link that is on its way and has not been used. Using it deletes it, so that it works once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=64)
    """Digest of the password and address when it was made; another one of either and the link is void."""
    destination = models.CharField(max_length=2000, blank=True)
    """Address of the portal to which the link leads after signing in."""

    def __str__(self) -> str:
        return f"{self.user} {self.made_at:%Y-%m-%d %H:%M}"
