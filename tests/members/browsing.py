"""Sends forms as a browser without scripts does: everything that stands in the page, with what a person changes."""

from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation

from organisations.models import OrganisationPage


def address(name: str, organisation: OrganisationPage, *args, language: str = "de") -> str:
    """Path of a screen of the mask for an organisation."""
    with translation.override(language):
        return reverse(f"members:{name}", args=[organisation.translation_key, *args])


def fields_of(response, selector: str = "form#mask") -> dict[str, list[str]]:
    """Names and values of a form as it stands in an answer; as in a browser, nothing of a part that is closed."""
    form = BeautifulSoup(response.content, "html.parser").select_one(selector)
    assert form is not None, response.content.decode()[:2000]
    values: dict[str, list[str]] = {}
    for tag in form.find_all(["input", "textarea", "select"]):
        name, kind = tag.get("name"), tag.get("type")
        if tag.find_parent("fieldset", disabled=True):
            continue
        if not name or kind in {"file", "submit"} or (kind in {"checkbox", "radio"} and not tag.has_attr("checked")):
            continue
        if tag.name == "select":
            chosen = tag.find("option", selected=True) or tag.find("option")
            value = chosen.get("value", "") if chosen else ""
        elif tag.name == "textarea":
            value = tag.text.removeprefix("\n")
        else:
            value = tag.get("value", "on" if kind == "checkbox" else "")
        values.setdefault(name, []).append(value)
    return values


def fill(response, _without=(), **changes) -> dict:
    """Data for a POST from the form in ``response``. Dots in names are written ``__``, hyphens ``_0_`` stay as they are."""
    data = fields_of(response)
    for name, value in changes.items():
        data[name] = value if isinstance(value, list) else [value]
    return {name: values for name, values in data.items() if name not in _without}


def send(client, path: str, _without=(), _post_to: str = "", **changes):
    """Open a screen and send its form with changes."""
    return client.post(_post_to or path, fill(client.get(path), _without, **changes))
