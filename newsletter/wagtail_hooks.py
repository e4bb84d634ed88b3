"""The newsletter in the admin's menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from newsletter.admin.mailings import CircularViewSet, IssueViewSet, ObjectionViewSet
from newsletter.admin.subscribers import ProofViewSet, SubscriberViewSet

for viewset in (SubscriberViewSet, ProofViewSet):
    register_permission_policy(viewset.model, viewset.policy)


class NewsletterGroup(SnippetViewSetGroup):
    menu_label = _("Newsletter")
    menu_name = "newsletter"
    menu_icon = "mail"
    menu_order = 257
    items = [IssueViewSet, CircularViewSet, ObjectionViewSet, SubscriberViewSet, ProofViewSet]


register_snippet(NewsletterGroup)
