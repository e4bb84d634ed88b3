"""Addresses as facts: for services, events and associations."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class AddressValue(blocks.StructValue):
    """An address with the forms that others read it in."""

    @property
    def one_line(self) -> str:
        """``Stadtbibliothek, Marktplatz 1, 00100 Lindenfurt``; empty parts are left out."""
        town = f"{self['postcode']} {self['city']}".strip()
        return ", ".join(part for part in (self["name"], self["street"], town) if part)

    @property
    def has_coordinates(self) -> bool:
        return self["latitude"] is not None and self["longitude"] is not None

    @property
    def structured_data(self) -> dict:
        """schema.org ``Place``; see https://schema.org/Place."""
        place = {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": self["street"],
                "postalCode": self["postcode"],
                "addressLocality": self["city"],
                "addressCountry": "DE",
            },
        }
        if self["name"]:
            place["name"] = self["name"]
        if self.has_coordinates:
            place["geo"] = {
                "@type": "GeoCoordinates",
                "latitude": self["latitude"],
                "longitude": self["longitude"],
            }
        return place


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
        value_class = AddressValue
