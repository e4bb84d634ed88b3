"""Members submit, editors answer, and the answer reaches the member in the member's language."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowState

from organisations.models import Membership, ModerationTask
from tests import factories as make
from tests.members.browsing import address, send
from tests.members.test_permissions import edited
from tests.members.world import World, content_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(world):
    """News of the association with a change that waits for the editors."""
    user = world.users["editor of the association"]
    user.language = "ar"
    user.save()
    page = world.own.live
    page.title = "Neues Sommerfest"
    page.save_revision(user=user)
    page.get_workflow().start(page, user)
    mail.outbox.clear()
    return page


def decide(world: World, page, action: str, comment: str, capture):
    """An editor presses a button of the moderation; letters go out after the commit."""
    task = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, task.pk])
    with capture(execute=True):
        return world.client("editor").post(url, {"comment": comment})


def test_refused_with_a_reason(world, submitted, django_capture_on_commit_callbacks):
    decide(world, submitted, "reject", "Bitte den Ort ergänzen.", django_capture_on_commit_callbacks)
    assert make.fresh(submitted).title == "Neues von Nil"
    (letter,) = mail.outbox
    assert letter.to == ["editor-of-the-association@example.org"]
    assert "Neues Sommerfest" in letter.subject
    assert "Bitte den Ort ergänzen." in letter.body
    assert "/ar/" in letter.body
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_approved_and_public(world, submitted, django_capture_on_commit_callbacks):
    decide(world, submitted, "approve", "", django_capture_on_commit_callbacks)
    page = make.fresh(submitted)
    assert page.title == "Neues Sommerfest"
    (letter,) = mail.outbox
    assert page.url_in("ar") in letter.body


def test_title_cannot_write_headers(world, submitted, django_capture_on_commit_callbacks):
    page = submitted
    page.title = "Fest\u202e\r\nBcc: alle@example.org"
    page.latest_revision.content["title"] = page.title
    page.latest_revision.save()
    decide(world, page, "reject", "Nein", django_capture_on_commit_callbacks)
    (letter,) = mail.outbox
    assert "\n" not in letter.subject
    assert "\u202e" not in letter.subject
    assert not letter.bcc


def test_mail_server_away(world, submitted, django_capture_on_commit_callbacks, settings, caplog):
    """The decision stands, the editor sees no error, the operator reads of it."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    response = decide(world, submitted, "reject", "Nein", django_capture_on_commit_callbacks)
    assert response.status_code < 400
    assert "could not be sent" in caplog.text


def test_the_reviewer_sees_what_changes(world, submitted):
    client = world.client("editor")
    dashboard = content_of(client.get(reverse("wagtailadmin_home")))
    assert "Neues Sommerfest" in dashboard
    compare = reverse("wagtailadmin_pages:revisions_compare", args=[submitted.pk, "live", submitted.latest_revision_id])
    html = content_of(client.get(compare))
    assert "Sommerfest" in html
    assert 'class="addition"' in html


def test_the_comparison_is_offered_for_what_a_program_has_published(world):
    """Imported profiles have no revision of what is public, and Wagtail offers no comparison without one."""
    profile, member = world.own.profile, world.client("editor of the association")
    assert make.fresh(profile).live_revision is None
    send(member, address("profile_step", profile, "about"), summary="Wir kochen samstags.")
    member.post(reverse("members:submit", args=[profile.translation_key, profile.pk]))
    profile = make.fresh(profile)
    assert profile.live_revision.as_object().summary == profile.summary
    compare = reverse(
        "wagtailadmin_pages:revisions_compare",
        args=[profile.pk, "live", profile.current_workflow_task_state.revision_id],
    )
    editor = world.client("editor")
    assert compare in content_of(editor.get(reverse("wagtailadmin_home")))
    html = content_of(editor.get(compare))
    assert "kochen samstags" in html
    assert 'class="addition"' in html


def test_nobody_else_decides(world, submitted):
    task = submitted.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[submitted.pk, "approve", task.pk])
    for role in ("editor of the association", "member of another", "translator", "nobody", "anonymous"):
        world.client(role).post(url, {"comment": ""})
    assert make.fresh(submitted).title == "Neues von Nil"


def test_no_refusal_without_a_reason(world, submitted, django_capture_on_commit_callbacks):
    decide(world, submitted, "reject", " ", django_capture_on_commit_callbacks)
    assert make.fresh(submitted).current_workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
    assert not mail.outbox


def test_published_instead_of_approved(world, submitted, django_capture_on_commit_callbacks):
    """For the member both are the same answer."""
    data = edited(submitted, title="Neues Sommerfest", **{"action-publish": "1"})
    with django_capture_on_commit_callbacks(execute=True):
        world.client("editor").post(reverse("wagtailadmin_pages:edit", args=[submitted.pk]), data)
    assert make.fresh(submitted).title == "Neues Sommerfest"
    (letter,) = mail.outbox
    assert letter.to == ["editor-of-the-association@example.org"]
    assert submitted.url_in("ar") in letter.body


def test_taken_back_is_no_answer(world, submitted, django_capture_on_commit_callbacks):
    for role in ("editor of the association", "editor"):
        page = make.fresh(submitted)
        state = page.current_workflow_state or page.get_workflow().start(page, world.users["editor of the association"])
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            state.cancel(user=world.users[role])
        assert not mail.outbox, role


def test_the_answer_goes_to_who_submitted_last(world, submitted, django_capture_on_commit_callbacks):
    decide(world, submitted, "reject", "Wann?", django_capture_on_commit_callbacks)
    colleague = world.client("administrator of the association")
    colleague.post(reverse("members:submit", args=[world.own.profile.translation_key, submitted.pk]))
    mail.outbox.clear()
    decide(world, make.fresh(submitted), "approve", "", django_capture_on_commit_callbacks)
    (letter,) = mail.outbox
    assert letter.to == ["administrator-of-the-association@example.org"]


def test_administrators_hear_what_became_of_a_submission_of_somebody_who_left(
    world, submitted, django_capture_on_commit_callbacks
):
    Membership.objects.filter(user=world.users["editor of the association"]).delete()
    decide(world, submitted, "approve", "", django_capture_on_commit_callbacks)
    (letter,) = mail.outbox
    assert letter.to == ["administrator-of-the-association@example.org"]


def test_translators_get_no_letter_and_nobody_instead_of_them(world, submitted, django_capture_on_commit_callbacks):
    submitted.current_workflow_state.cancel()
    submitted.get_workflow().start(submitted, world.users["translator"])
    mail.outbox.clear()
    decide(world, make.fresh(submitted), "approve", "", django_capture_on_commit_callbacks)
    assert [letter.to for letter in mail.outbox] == [["translator@example.org"]], "Wagtail's own notification"


def test_portals_that_are_set_up_ask_for_reasons_too(world, submitted):
    """What waits goes on waiting, at a step that has become another kind."""
    new = ModerationTask.objects.get()
    pk, name, groups = new.pk, new.name, list(new.groups.all())
    new.delete(keep_parents=True)
    old = GroupApprovalTask(task_ptr_id=pk, name=name)
    old.content_type = ContentType.objects.get_for_model(GroupApprovalTask)
    old.save()
    old.groups.set(groups)
    migration = import_module("organisations.migrations.0005_moderation_task")
    for _time in range(2):
        migration.ask_for_reasons(apps, None)
    task = make.fresh(submitted).current_workflow_task
    assert isinstance(task, ModerationTask)
    assert (task.pk, task.name, list(task.groups.all())) == (pk, name, groups)
    assert list(Workflow.objects.get(name="Moderation").tasks) == [task.task_ptr]
    assert not GroupApprovalTask.objects.filter(pk=pk).exists()
