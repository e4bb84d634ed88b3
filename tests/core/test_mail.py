"""Letters of the portal."""

import pytest

from core.mail import ascii_address


@pytest.mark.parametrize(
    ("address", "to"),
    [
        ("info@straße.de", "info@xn--strae-oqa.de"),
        ("info@MÜLLER.de", "info@xn--mller-kva.de"),
        ("Info@Example.org", "Info@Example.org"),
        ("info@☕.de", "info@☕.de"),
        ("", ""),
    ],
)
def test_domains_are_converted_as_registries_do(address, to):
    assert ascii_address(address) == to
