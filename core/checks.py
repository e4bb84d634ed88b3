"""Rules about page types, checked at every start (``manage.py check``)."""

from django.core.checks import Error, Tags, register
from wagtail.models import get_page_models

from core.models.base import BasePage


@register(Tags.models)
def every_page_type_keeps_the_rules(app_configs=None, **kwargs) -> list[Error]:
    """Every page type of ours extends ``BasePage`` and names only real fields as facts."""
    errors = []
    for model in get_page_models():
        if model._meta.app_label.startswith("wagtail"):
            continue
        if not issubclass(model, BasePage):
            errors.append(
                Error(
                    f"{model.__name__} does not extend BasePage.",
                    hint="core.models.BasePage brings languages, facts and translation state.",
                    obj=model,
                    id="core.E001",
                )
            )
            continue
        known = {field.name for field in model._meta.get_fields()}
        if unknown := [name for name in model.fact_fields if name not in known]:
            errors.append(
                Error(
                    f"fact_fields names {', '.join(unknown)}, which {model.__name__} does not have.",
                    obj=model,
                    id="core.E002",
                )
            )
    return errors
