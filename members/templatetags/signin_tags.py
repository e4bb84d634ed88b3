"""Template tags of signing in."""

from django import template

register = template.Library()


@register.filter
def in_fours(key: str) -> str:
    """A key in groups of four characters, which people can read out and type."""
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))
