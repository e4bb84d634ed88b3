"""The editor's preview: a mailing in every language, as it looks in a mail program, as plain text and on the web."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.models import PreviewableMixin

from core.languages import autonym, direction, html_lang, source_language
from newsletter.compose import compose
from newsletter.render import Letter, on_the_web

FORMS = [("mail", _("mail")), ("text", _("plain text")), ("web", _("web page"))]


class PreviewedInLanguages(PreviewableMixin):
    """Preview modes ``<language>:<form>``."""

    has_web_page = True

    @property
    def preview_modes(self):
        return [
            (f"{code}:{form}", f"{autonym(code)} – {label}")
            for code, _name in settings.LANGUAGES
            for form, label in (FORMS if self.has_web_page else FORMS[:2])
        ]

    @property
    def default_preview_mode(self):
        return f"{source_language()}:mail"

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        language, _colon, form = mode_name.partition(":")
        content = compose(self, language)
        if form == "web":
            with translation.override(language):
                return render(request, "newsletter/issue.html", on_the_web(self, content, language))
        letter = Letter.of(self, content, language)
        if form == "mail":
            response = HttpResponse(letter.with_pictures_from_the_site())
            # Mail programs know no style sheets; previews are made through the public site's policy, which allows no other.
            response._csp_config = settings.ADMIN_CONTENT_SECURITY_POLICY
            return response
        context = {
            "subject": letter.subject,
            "text": letter.text,
            "lang": html_lang(language),
            "dir": direction(language),
        }
        return render(request, "newsletter/admin/plain_text.html", context)
