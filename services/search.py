"""Which words lead to a service."""

from rotonde.search.registry import Searchable, register
from services.models import Service
from services.spoken import language_names

KIND = "service"


def texts(service: Service, language: str) -> dict[str, str]:
    """The words of one language: name, summary, keywords, and what surrounds the service.

    Only what is written in `language`: a fallback would be stemmed as what it is not.
    """
    name = getattr(service, f"name_{language}") or ""
    themes = [getattr(theme, f"name_{language}") or "" for theme in service.themes.all()]
    channels = list(service.channels.all())
    places = [f"{each.place.name} {each.place.locality}" for each in channels if each.place]
    spoken = [code for channel in channels for code in channel.spoken_languages]
    return {
        "A": f"{name} {service.organisation.name}",
        "B": getattr(service, f"summary_{language}") or "",
        "C": " ".join([getattr(service, f"keywords_{language}") or "", *themes]),
        "D": " ".join(
            [
                getattr(service, f"description_{language}") or "",
                getattr(service, f"audience_{language}") or "",
                *dict.fromkeys(places),
                *language_names(spoken, language),
            ]
        ),
    }


def register_services() -> None:
    register(Searchable(kind=KIND, model=Service, texts=texts))
