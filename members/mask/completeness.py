"""How complete a profile is: what is missing, and why it helps."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.mask.drafts import has_text, latest, text_pages
from organisations.models import OrganisationPage


@dataclass(frozen=True)
class Item:
    """Something that readers look for, and the step where it is filled in."""

    step: str
    label: Promise
    why: Promise
    done: bool


@dataclass(frozen=True)
class Completeness:
    """How much of a profile is filled in, and what is missing."""

    items: list[Item]

    @property
    def percent(self) -> int:
        return round(100 * sum(item.done for item in self.items) / len(self.items))

    @property
    def missing(self) -> list[Item]:
        return [item for item in self.items if not item.done]

    @property
    def is_full(self) -> bool:
        return not self.missing

    def is_done(self, step: str) -> bool:
        """Whether nothing of a step is missing."""
        return all(item.done for item in self.items if item.step == step)


def completeness_of(organisation: OrganisationPage) -> Completeness:
    """Of the latest drafts: facts of the original, text in whichever language it is written."""
    drafts = [latest(page) for page in text_pages(organisation).values()]
    return completeness(drafts[0], [draft for draft in drafts if has_text(draft)])


def completeness(facts: OrganisationPage, texts: list[OrganisationPage]) -> Completeness:
    """``facts``: the draft of the original; ``texts``: drafts with text in some language."""

    def written(name: str) -> bool:
        return any(getattr(page, name) for page in texts)

    address = next((child.value for child in facts.address), None)
    placed = bool(address and (address["street"] or address["city"]))
    return Completeness(
        [
            Item(
                "about", _("One or two sentences"), _("They stand below your name in every list."), written("summary")
            ),
            Item("about", _("About you"), _("People come to those they know something about."), written("about")),
            Item("offers", _("Your aims"), _("Partners and sponsors ask for them."), written("aims")),
            Item("offers", _("What you offer"), _("This is what most people search for."), written("offers")),
            Item(
                "where", _("Where or when you meet"), _("So that people can come."), placed or written("meeting_times")
            ),
            Item("where", _("Towns"), _("Many look only for what is near."), bool(facts.towns.all())),
            Item("where", _("Languages"), _("People search for their own language."), bool(facts.languages.all())),
            Item("where", _("For whom"), _("So that the right people find you."), bool(facts.target_groups.all())),
            Item("where", _("Topics"), _("Your offers stand on the portal's pages on them."), bool(facts.topics.all())),
            Item("contact", _("E-mail or telephone"), _("So that people can ask."), bool(facts.email or facts.phone)),
            Item("pictures", _("Logo"), _("You are recognised in lists."), facts.logo_id is not None),
            Item("pictures", _("Pictures"), _("They say more than a text, in every language."), bool(facts.pictures)),
            Item("people", _("A person"), _("A name makes it easier to call."), bool(facts.people)),
        ]
    )
