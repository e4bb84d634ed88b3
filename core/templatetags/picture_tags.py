"""Wagtail's ``{% image %}`` and ``{% picture %}`` for public pages: a picture that cannot be had is left out.

Wagtail answers with a broken picture where the source is lost, and with an error 500 where the smaller version cannot be
stored. Neither is worth a page on which somebody looks for a telephone number.
"""

import logging

from django import template
from wagtail.images.models import Picture
from wagtail.images.templatetags.wagtailimages_tags import ImageNode, PictureNode
from wagtail.images.templatetags.wagtailimages_tags import image as parse

logger = logging.getLogger(__name__)
register = template.Library()


class PictureOrNothing(template.Node):
    """Shows what a node of Wagtail's would show; if the files cannot be read or written, nothing and a warning in the log."""

    def __init__(self, node: ImageNode):
        self.node = node

    def render(self, context) -> str:
        node, shown = self.node, None
        image = node.validate_image(context)
        if not image:
            return ""
        several = isinstance(node, PictureNode)
        try:
            shown = (
                Picture(image.get_renditions(*node.get_filters()))
                if several
                else image.get_rendition(node.get_filter())
            )
        except OSError as error:
            logger.warning("Image %s (%s) is left out: %s", image.pk, image.file.name, error)
        if node.output_var_name:
            context[node.output_var_name] = shown
            return ""
        if shown is None:
            return ""
        attrs = {name: value.resolve(context) for name, value in node.attrs.items()}
        if several:
            shown.attrs = attrs
            return shown.__html__()
        return shown.img_tag(attrs)


@register.tag
def image(parser, token) -> PictureOrNothing:
    """``{% image page.image width-1000 format-webp alt=page.image_alt %}``, as in Wagtail."""
    return PictureOrNothing(parse(parser, token))


@register.tag
def picture(parser, token) -> PictureOrNothing:
    """``{% picture page.image format-{webp,jpeg} width-{400,800} sizes="100vw" %}``, as in Wagtail."""
    return PictureOrNothing(parse(parser, token))
