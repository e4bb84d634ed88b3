"""Issues on the web, in every language."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.languages import active_language, html_lang
from newsletter.models import Issue
from newsletter.render import on_the_web


@require_safe
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """What was sent, for everybody: all topics, nobody's links. Search engines get the languages that are complete."""
    sent = get_object_or_404(Issue.objects.on_the_web().defer("body"), pk=pk)
    language = active_language()
    content = sent.content.get(language) or sent.content.get(settings.LANGUAGE_CODE)
    if content is None:
        raise Http404
    complete = [code for code, _name in settings.LANGUAGES if sent.content.get(code, {}).get("complete")]
    context = {
        **on_the_web(sent, content, language),
        "canonical": sent.absolute_url(language) if language in complete else "",
        "alternates": [{"lang": html_lang(code), "url": sent.absolute_url(code)} for code in complete],
    }
    return render(request, "newsletter/issue.html", context)
