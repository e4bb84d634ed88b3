from events.models.event import EventPage
from events.models.index import EventIndexPage
from events.models.occurrence import Occurrence

__all__ = ["EventIndexPage", "EventPage", "Occurrence"]
