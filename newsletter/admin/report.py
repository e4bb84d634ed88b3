"""The report of a mailing as a table: how many, never who opened what. Nobody knows that."""

from django.utils import timezone
from django.utils.translation import gettext as _

from core.languages import autonym
from newsletter.models import Circular, Delivery, Mailing


def table(mailing: Mailing) -> list[list[str]]:
    """Counts; for a circular also a line for each recipient, because an office has to know whom it has told."""
    figures = mailing.figures()
    rows = [
        [_("Subject"), str(mailing)],
        [_("State"), str(mailing.get_state_display())],
        [_("Sending started"), moment(mailing.started_at)],
        [_("Sending finished"), moment(mailing.finished_at)],
        [_("Recipients"), str(figures["recipients"])],
    ]
    rows += [[str(state.label), str(figures["states"].get(state.value, 0))] for state in Delivery.State]
    rows += [[_("came back"), str(figures["bounced"])], [_("unsubscribed since"), str(figures["unsubscribed"])]]
    rows += [[autonym(code), str(number)] for code, number in sorted(figures["languages"].items())]
    if isinstance(mailing, Circular):
        rows += [[], [_("Organisation"), _("E-mail"), _("State"), _("Answer of the mail server")]]
        for delivery in mailing.deliveries.select_related("organisation").order_by("organisation__title", "pk"):
            name = str(delivery.organisation or "")
            rows.append([name, delivery.email, str(delivery.get_state_display()), delivery.error])
    return rows


def moment(value) -> str:
    """Local time, to the minute."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""
