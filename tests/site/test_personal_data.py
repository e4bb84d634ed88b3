"""No model with data of persons is forgotten: each declares how long it is kept, or says why it need not."""

import io
import json

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from wagtail.models import Comment, PageLogEntry
from wagtail.users.models import UserProfile

from core.retention import REGISTRY
from tests import factories as make
from users.models import User

PUBLISHED = "Contact details of organisations, which are published; persons in them have an end date of their own."
WITHOUT_END = {
    "core.AccessibilityStatementPage": "Addresses of offices.",
    "core.Contact": PUBLISHED,
    "core.PortalSettings": "The portal's own address.",
    **dict.fromkeys(
        [
            "core.PortalDocument",
            "core.PortalImage",
            "wagtailcore.Page",
            "wagtailcore.Revision",
            "wagtailcore.UploadedFile",
            "wagtailcore.WorkflowState",
            "wagtaildocs.Document",
            "wagtailimages.Image",
            "wagtail_localize.SegmentOverride",
            "wagtail_localize.StringTranslation",
        ],
        "Who made it; ends with the account (set to nothing). What was done is in the log, which is given out.",
    ),
}


def personal(model: type[models.Model]) -> bool:
    """Whether a model has an e-mail address or points to an account."""
    return any(
        isinstance(field, models.EmailField)
        or getattr(field.remote_field, "model", None) is apps.get_model(settings.AUTH_USER_MODEL)
        for field in model._meta.local_fields
        if field.name != "page_ptr"
    )


MODELS = [model for model in apps.get_models() if personal(model)]


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


@pytest.mark.django_db
def test_what_wagtail_keeps_of_an_account_is_given_out_and_erased(portal):
    user = User.objects.create_user("leyla", "leyla@example.org", "x")
    page = make.organisation()
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = "ar"
    profile.save()
    page.save_revision(user=user, log_action=True)
    Comment.objects.create(page=page, user=user, text="Stimmt das?", contentpath="title")
    output = io.StringIO()
    call_command("personal_data", "export", "Leyla@example.org", stdout=output)
    found = json.loads(output.getvalue())
    assert found["wagtailusers.UserProfile"][0]["preferred_language"] == "ar"
    assert found["wagtailcore.PageLogEntry"][0]["action"] == "wagtail.edit"
    assert found["wagtailcore.Comment"][0]["text"] == "Stimmt das?"
    call_command("personal_data", "erase", "leyla@example.org", stdout=io.StringIO())
    assert not User.objects.exists()
    assert not Comment.objects.exists()
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.edit", user=None).exists(), "nobody's any more"


@pytest.mark.django_db
def test_keys_are_not_given_out():
    user = User.objects.create_user("leyla", "leyla@example.org", "x")
    Authenticator.objects.create(user=user, type="totp", data={"secret": "KEY"})
    output = io.StringIO()
    call_command("personal_data", "export", "leyla@example.org", stdout=output)
    assert json.loads(output.getvalue())["mfa.Authenticator"][0]["type"] == "totp"
    assert "KEY" not in output.getvalue()
    assert "password" not in output.getvalue()
