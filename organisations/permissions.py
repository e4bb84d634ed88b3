"""What members may do with pages, images and documents: everything of their own organisation, nothing of others.

One shared group lets them enter the admin; the rights themselves are made from memberships when they are asked for, so
that an organisation needs no group of its own. Wagtail asks these policies for every check (``wagtail.permissions``).
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, ReferenceIndex
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from organisations.models import Membership, OrganisationRecord

MEMBERS = "Vereine"
"""Name of the shared group."""
PAGE_ACTIONS = ("add", "change")
TRUSTED_PAGE_ACTIONS = (*PAGE_ACTIONS, "publish")
FILE_ACTIONS = ("add", "change", "choose")


def members_group() -> Group:
    """The shared group, whose only right is to enter the admin."""
    group, created = Group.objects.get_or_create(name=MEMBERS)
    if created:
        group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    return group


def memberships_of(user) -> list[Membership]:
    """The memberships of a user, with organisation and record, asked once for a request."""
    if not (user.is_authenticated and user.is_active):
        return []
    if "_memberships" not in user.__dict__:
        found = user.memberships.select_related("organisation__record__collection", "organisation__locale")
        user.__dict__["_memberships"] = list(found)
    return user.__dict__["_memberships"]


def is_only_member(user) -> bool:
    """Whether the memberships are all that somebody has here: no editor, translator or superuser."""
    if user.is_superuser or not user.is_authenticated:
        return False
    return all(name == MEMBERS for name in user.groups.values_list("name", flat=True))


class MemberPagePolicy(PagePermissionPolicy):
    """Wagtail's rights by groups, and those of members on the subtrees of their organisations in every language."""

    def get_all_permissions_for_user(self, user):
        given = super().get_all_permissions_for_user(user)
        if user.is_superuser or not (own := memberships_of(user)):
            return given
        by_key = {membership.organisation.translation_key: membership for membership in own}
        return [
            *given,
            *(
                _granted(GroupPagePermission(page=page), f"{action}_page")
                for page in Page.objects.filter(translation_key__in=by_key).select_related("locale")
                for action in (
                    TRUSTED_PAGE_ACTIONS if by_key[page.translation_key].organisation.is_trusted else PAGE_ACTIONS
                )
            ),
        ]

    def users_with_any_permission(self, actions, include_superusers=True):
        users = super().users_with_any_permission(actions, include_superusers)
        return (users | _members(actions, Q(memberships__isnull=False))).distinct()

    def users_with_any_permission_for_instance(self, actions, instance, include_superusers=True):
        users = super().users_with_any_permission_for_instance(actions, instance, include_superusers)
        keys = instance.get_ancestors(inclusive=True).values("translation_key")
        return (users | _members(actions, Q(memberships__organisation__translation_key__in=keys))).distinct()


class MemberFilePolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's rights by groups, and those of members on the collections of their organisations."""

    def get_all_permissions_for_user(self, user):
        given = super().get_all_permissions_for_user(user)
        if user.is_superuser:
            return given
        name = self.auth_model._meta.model_name
        records = [record for membership in memberships_of(user) if (record := membership.organisation.record_or_none)]
        return [
            *given,
            *(
                # Wagtail puts them into sets, for which they need a primary key.
                _granted(GroupCollectionPermission(collection=record.collection), f"{action}_{name}", -number)
                for number, (record, action) in enumerate(
                    ((record, action) for record in records if record.collection_id for action in FILE_ACTIONS), 1
                )
            ),
        ]

    def user_has_any_permission_for_instance(self, user, actions, instance):
        """Also: what a public page shows is changed by those who may publish that page. Readers would see it at once."""
        if not super().user_has_any_permission_for_instance(user, actions, instance):
            return False
        if "choose" in actions or user.is_superuser or not is_of_organisation(instance):
            return True
        publishable = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "publish")
        return not public_pages_with(instance).exclude(pk__in=publishable.values("pk")).exists()


def is_of_organisation(file) -> bool:
    """Whether an image or document lies in the collection of an organisation."""
    return OrganisationRecord.objects.filter(collection=file.collection_id).exists()


def public_pages_with(file) -> PageQuerySet:
    """Public pages that show an image or link to a document."""
    references = ReferenceIndex.get_references_to(file)
    pages = references.filter(base_content_type=ContentType.objects.get_for_model(Page))
    return Page.objects.live().filter(pk__in=list(pages.values_list("object_id", flat=True)))


def _granted(row, codename: str, pk: int | None = None):
    """A permission row that is never saved."""
    row.pk, row.permission, row.by_membership = pk, Permission(codename=codename), True
    return row


def _members(actions, condition: Q):
    """Active members whose membership meets the condition and allows one of the actions."""
    users = get_user_model().objects.filter(condition, is_active=True).distinct()
    if set(actions) & set(PAGE_ACTIONS):
        return users
    if "publish" in actions:
        return users.filter(memberships__organisation__record__trusted=True)
    return users.none()


def collection_of(organisation) -> Collection:
    """The collection for an organisation's images and documents; made when it is needed first."""
    record = OrganisationRecord.of(organisation)
    if record.collection is None:
        root = Collection.get_first_root_node()
        record.collection = root.add_child(instance=Collection(name=record.organisation.title[:255]))
        record.save(update_fields=["collection"])
    return record.collection
