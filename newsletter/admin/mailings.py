"""Issues and circulars in the admin: write, look at, send."""

from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, IndexView, SnippetViewSet

from newsletter.admin.dispatch import DispatchView
from newsletter.models import Circular, CircularObjection, Issue, Mailing
from newsletter.propose import propose

State = Mailing.State


def dispatch_url(mailing: Mailing) -> str:
    """The page on which a mailing is sent and watched."""
    return reverse(mailing.snippet_viewset.get_url_name("dispatch"), args=(mailing.pk,))


class MailingIndexView(IndexView):
    """Newest first; what is out leads to its report instead of the form."""

    def get_base_queryset(self):
        return super().get_base_queryset().defer("body", "content")

    def get_list_more_buttons(self, instance):
        if not instance.is_editable:
            return []
        label = _("Check and send")
        return [*super().get_list_more_buttons(instance), Button(label, url=dispatch_url(instance), icon_name="mail")]

    def get_edit_url(self, instance):
        return super().get_edit_url(instance) if instance.is_editable else dispatch_url(instance)


class IssueIndexView(MailingIndexView):
    """With the button that proposes one."""

    @cached_property
    def header_more_buttons(self):
        buttons = super().header_more_buttons
        if self.add_url:
            label = _("Propose an issue from what is new")
            buttons.append(Button(label, url=f"{self.add_url}?propose=1", icon_name="list-ul", priority=5))
        return buttons


class IssueCreateView(CreateView):
    """Empty, or with ``?propose=1`` filled with what was published since the last issue; saved by POST like any."""

    def get_initial_form_instance(self):
        instance = super().get_initial_form_instance() or self.model()
        return propose(instance) if "propose" in self.request.GET else instance


class CircularCreateView(CreateView):
    """Answers go to the editor who writes."""

    def get_initial_form_instance(self):
        instance = super().get_initial_form_instance() or self.model()
        instance.reply_to = self.request.user.email
        return instance


class MailingEditView(EditView):
    """Of a draft. What somebody has got is not changed afterwards."""

    def dispatch(self, request, *args, **kwargs):
        if not self.object.is_editable:
            messages.warning(request, _("The text can be changed only while it is a draft."))
            return redirect(dispatch_url(self.object))
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def header_more_buttons(self):
        button = Button(_("Check and send"), url=dispatch_url(self.object), icon_name="mail", priority=1)
        return [button, *super().header_more_buttons]

    def get_success_buttons(self):
        return [Button(_("Check and send"), url=dispatch_url(self.object)), *super().get_success_buttons()]


class MailingDeleteView(DeleteView):
    """Not while it is on its way."""

    def dispatch(self, request, *args, **kwargs):
        if self.object.state in {State.SCHEDULED, State.SENDING, State.PAUSED}:
            messages.error(request, _("It is on its way. Stop it first."))
            return redirect(dispatch_url(self.object))
        return super().dispatch(request, *args, **kwargs)


class MailingViewSet(SnippetViewSet):
    """What issues and circulars have in common."""

    copy_view_enabled = False
    index_view_class = MailingIndexView
    edit_view_class = MailingEditView
    delete_view_class = MailingDeleteView
    list_filter = ["state"]
    search_backend_name = None
    list_display = [
        "__str__",
        Column("state", label=gettext_lazy("State"), accessor="get_state_display", sort_key="state"),
        DateColumn("send_at", label=gettext_lazy("To be sent at"), sort_key="send_at"),
        DateColumn("started_at", label=gettext_lazy("Sending started"), sort_key="started_at"),
        Column("trouble", label=gettext_lazy("What went wrong")),
    ]

    def get_urlpatterns(self):
        view = DispatchView.as_view(model=self.model)
        return [*super().get_urlpatterns(), path("dispatch/<int:pk>/", view, name="dispatch")]


class IssueViewSet(MailingViewSet):
    model = Issue
    icon = "mail"
    index_view_class = IssueIndexView
    add_view_class = IssueCreateView


class CircularViewSet(MailingViewSet):
    model = Circular
    icon = "group"
    add_view_class = CircularCreateView


class ObjectionViewSet(SnippetViewSet):
    """Organisations that want no circulars."""

    model = CircularObjection
    icon = "cross"
    copy_view_enabled = False
    list_display = ["__str__", "since"]
    search_backend_name = None
