"""No model with data of persons is forgotten: each declares how long it is kept, or says why it need not."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from core.retention import REGISTRY

OURS = {"core", "events", "freshness", "home", "members", "news", "newsletter", "organisations", "portal", "search"} | {
    "services",
    "topics",
    "users",
}
PUBLISHED = "Contact details of organisations, which are published; persons in them have an end date of their own."
WITHOUT_END = {
    "core.AccessibilityStatementPage": "Addresses of offices.",
    "core.Contact": PUBLISHED,
    "core.PortalSettings": "The portal's own address.",
    "core.PortalImage": "Who uploaded it; ends with the account (set to nothing).",
    "core.PortalDocument": "Who uploaded it; ends with the account (set to nothing).",
}


def personal(model: type[models.Model]) -> bool:
    """Whether a model has an e-mail address or points to an account."""
    return any(
        isinstance(field, models.EmailField)
        or getattr(field.remote_field, "model", None) is apps.get_model(settings.AUTH_USER_MODEL)
        for field in model._meta.local_fields
        if field.name not in {"owner", "locked_by", "page_ptr"}
    )


MODELS = [model for model in apps.get_models() if model._meta.app_label in OURS and personal(model)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_with_persons_says_how_long_it_is_kept(model):
    declared = model in REGISTRY
    assert declared != (model._meta.label in WITHOUT_END), (
        "declare PersonalData (core.retention), or give a reason here"
    )
    if declared:
        assert REGISTRY[model].retention.endswith(".")


def test_reasons_are_for_models_that_exist():
    assert set(WITHOUT_END) <= {model._meta.label for model in MODELS}


@pytest.mark.django_db
@pytest.mark.parametrize("model", list(REGISTRY), ids=lambda model: model._meta.label)
def test_declarations_can_be_asked(model):
    """Of an unknown person there is nothing, and nothing ends in an empty portal."""
    kept = REGISTRY[model]
    assert list(kept.of("niemand@example.org")) == []
    assert list(kept.expired()) == []
