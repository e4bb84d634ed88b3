"""The step at which editors look at what members have submitted."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm
from wagtail.models import AbstractGroupApprovalTask


class ReasonForm(TaskStateCommentForm):
    """Asks for the words that the member reads with a refusal."""

    comment = forms.CharField(
        label=_("What has to be changed?"),
        help_text=_("The association reads this in the letter."),
        widget=forms.Textarea({"rows": 4}),
    )


class ModerationTask(AbstractGroupApprovalTask):
    """Wagtail's approval by a group, except that nobody is refused without a reason."""

    class Meta:
        verbose_name = _("approval by a group, refusal with a reason")
        verbose_name_plural = _("approvals by a group, refusals with a reason")

    def get_form_for_action(self, action: str) -> type[TaskStateCommentForm]:
        return ReasonForm if action == "reject" else super().get_form_for_action(action)

    @classmethod
    def get_description(cls) -> str:
        return _("Members of the chosen groups approve, or say in words what has to be changed.")
