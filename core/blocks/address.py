"""Addresses as facts: for services, events and associations."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class AddressBlock(blocks.StructBlock):
    """A postal address with coordinates (WGS 84, decimal degrees). Field names follow HSDS ``address``/``location``."""

    name = blocks.CharBlock(required=False, max_length=200, label=_("name of the place"))
    street = blocks.CharBlock(required=False, max_length=200, label=_("street and number"))
    postcode = blocks.CharBlock(required=False, max_length=10, label=_("postcode"))
    city = blocks.CharBlock(required=False, max_length=100, label=_("town"))
    latitude = blocks.FloatBlock(required=False, min_value=-90, max_value=90, label=_("latitude"))
    longitude = blocks.FloatBlock(required=False, min_value=-180, max_value=180, label=_("longitude"))

    class Meta:
        icon = "site"
        label = _("address")
