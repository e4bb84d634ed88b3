"""Addresses: the site in its languages, the admin, and what machines ask for."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.views import authenticate_with_password

from core import views
from core.errors import bad_request, page_not_found
from core.reports import ReportView
from events import urls as event_urls
from freshness import urls as freshness_urls
from members.signin import urls as signin_urls
from members.signin.views import to_sign_in
from news import urls as news_urls
from newsletter import urls as newsletter_urls
from portal.seo import robots_txt, sitemap
from search import urls as search_urls
from search.api import api
from search.views import SearchView

handler400, handler404 = bad_request, page_not_found

urlpatterns = [
    path("", views.choose_language, name="choose_language"),
    path("robots.txt", robots_txt, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("admin/", include(signin_urls.instead_of_wagtails)),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path(
        "_util/password/<int:page_view_restriction_id>/<int:page_id>/",
        authenticate_with_password,
        name="wagtailcore_authenticate_with_password",
    ),
    # Where Wagtail sends readers of restricted pages and documents; it asks for this name.
    path("_util/login/", to_sign_in, name="wagtailcore_login"),
    path("api/v1/search/", include(search_urls)),
    path("api/v1/", api.urls),
    path("subscription/", include([newsletter_urls.one_click])),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    *i18n_patterns(
        path("report/<uuid:key>/", ReportView.as_view(), name="report"),
        path("confirm/", include(freshness_urls)),
        path("my/", include("members.urls")),
        path("my/", include(signin_urls.named_by_allauth)),
        path("search/", SearchView.as_view(), name="search"),
        path("feeds/", include(news_urls)),
        path("calendar/", include(event_urls)),
        path("subscription/", include(newsletter_urls)),
        re_path(r"^((?:[\w\-]+/)*)$", views.serve, name="wagtail_serve"),
    ),
    re_path(r"^((?:[\w\-]+/)+)$", views.without_language),
]
