"""The taxonomy in the admin's menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from topics.models import AdviceLanguage, AdviceMode, Place, TargetGroup, Topic


class TopicFilterSet(WagtailFilterSet):
    class Meta:
        model = Topic
        fields = ["parent"]


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    list_display = ["__str__", "code", "parent"]
    filterset_class = TopicFilterSet


class TargetGroupViewSet(SnippetViewSet):
    model = TargetGroup
    icon = "group"
    list_display = ["__str__", "code"]


class AdviceLanguageViewSet(SnippetViewSet):
    model = AdviceLanguage
    icon = "globe"
    list_display = ["__str__", "code", "autonym"]


class AdviceModeViewSet(SnippetViewSet):
    model = AdviceMode
    icon = "comment"
    list_display = ["__str__", "code"]


class PlaceViewSet(SnippetViewSet):
    model = Place
    icon = "site"
    list_display = ["__str__", "code", "kind", "postcodes"]


class TaxonomyGroup(SnippetViewSetGroup):
    menu_label = _("Taxonomy")
    menu_icon = "tag"
    menu_order = 250
    items = [TopicViewSet, TargetGroupViewSet, AdviceLanguageViewSet, AdviceModeViewSet, PlaceViewSet]


register_snippet(TaxonomyGroup)
