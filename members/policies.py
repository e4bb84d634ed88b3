"""Makes Wagtail ask the policies of members. Imported once all of Wagtail's apps have registered theirs."""

from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from organisations.permissions import MemberFilePolicy, MemberPagePolicy

register_permission_policy(Page, MemberPagePolicy())
register_permission_policy(
    get_image_model(),
    MemberFilePolicy(get_image_model(), auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user"),
)
register_permission_policy(
    get_document_model(),
    MemberFilePolicy(get_document_model(), auth_model="wagtaildocs.Document", owner_field_name="uploaded_by_user"),
)
