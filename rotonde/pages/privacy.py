"""What is kept of a reader, why, and for how long: told from the values the portal goes by."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from events.personal_data import TRACES
from permits.personal_data import HOLD_TRACES
from rotonde.search import misses
from services.menus import browser
from services.proposals import personal_data as proposals


@dataclass(frozen=True)
class Fact:
    """One kind of data: what it is and what for, and until when it stays."""

    title: str
    what: str
    kept: str


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    groups = [
        (_("While you look around"), [*_in_the_browser(), *_without_the_person()]),
        (_("When you arrange something"), list(_arranged())),
        (_("Your account and our mails"), list(_with_an_account())),
        (_("For organisations"), list(_of_organisations())),
    ]
    context = {"groups": groups, "mail": settings.PRIVACY_EMAIL}
    return render(request, "pages/privacy.html", context)


def _in_the_browser() -> Iterator[Fact]:
    yield Fact(
        _("My menu, without an account"),
        _(
            "A cookie in your browser holds which services and guides are on your list, and nothing"
            " about you. No other site reads it."
        ),
        _("%(time)s after the last change; an empty list leaves no cookie.")
        % {"time": spell(browser.KEPT)},
    )
    yield Fact(
        _("Signing in and sending forms"),
        _(
            "Cookies remember that you are signed in or are booking, and that a form was sent by"
            " you and not by another site. No cookie follows you or measures what you read."
        ),
        _("Signing in and booking: %(session)s. Forms: %(forms)s.")
        % {
            "session": spell(timedelta(seconds=settings.SESSION_COOKIE_AGE)),
            "forms": spell(timedelta(seconds=settings.CSRF_COOKIE_AGE)),
        },
    )
    yield Fact(
        _("Choices on this device"),
        _(
            "Light or dark colours and, if you ask for it, what you filled in for your deadlines"
            " stay in this browser."
        ),
        _("Until you remove them there."),
    )
    if host := urlsplit(settings.TILE_URL.replace("{s}.", "")).hostname:
        yield Fact(
            _("Where you are"),
            _(
                "“Nearest to me first” sorts in your browser; we learn only which part of the"
                " region you look at. The background of the map comes from %(host)s, which sees"
                " your network address and that part of the map."
            )
            % {"host": host},
            _("We keep nothing of it."),
        )


def _without_the_person() -> Iterator[Fact]:
    yield Fact(
        _("Searches that find nothing"),
        _(
            "The words, so that editors can add what is missing; never who searched. Mail"
            " addresses, telephone numbers and long texts are left out."
        ),
        _("%(time)s after they were last searched.") % {"time": spell(misses.KEPT)},
    )
    yield Fact(
        _("Answers about guides, and corrections"),
        _(
            "A yes or no is a number without a person, and what you write reaches our editors"
            " without your name. For a short while a scrambled form of your network address keeps"
            " anyone from answering for everybody."
        ),
        _("What was missing in a guide: until an editor has read it. Corrections: with the entry."),
    )
    if settings.ACCESS_LOG:
        yield Fact(
            _("The log of the server"),
            _("Which network address opened which page, to find faults and attacks."),
            _("Ask us at the address below."),
        )
    else:
        yield Fact(
            _("The log of the server"),
            _("Faults, and the page on which they happened. Rotonde does not log who opens what."),
            _("As long as it takes to mend them."),
        )


def _arranged() -> Iterator[Fact]:
    yield Fact(
        _("Visits"),
        _(
            "Names, mail address, your telephone number if you give it, who comes along, what you"
            " answer beforehand and what the desk notes: to prepare your visit and to hold it. A"
            " scrambled form of your network address keeps anyone from taking all the times."
        ),
        _(
            "%(time)s after the visit; then the time it took stays, without you. Of a booking that"
            " you do not finish: %(traces)s."
        )
        % {"time": spell(timedelta(settings.VISIT_RETENTION_DAYS)), "traces": spell(HOLD_TRACES)},
    )
    yield Fact(
        _("Waiting list"),
        _("Names, mail address and which times suit you, to offer you a time that becomes free."),
        _("%(time)s after you leave it or get a time.")
        % {"time": spell(timedelta(settings.WAITING_RETENTION_DAYS))},
    )
    yield Fact(
        _("Events"),
        _(
            "Name, mail address and how many seats, for the organiser of the event. A scrambled"
            " form of your network address keeps anyone from taking all the seats."
        ),
        _(
            "%(time)s after the event; then the seats stay, without you. The network address:"
            " %(traces)s."
        )
        % {
            "time": spell(timedelta(settings.REGISTRATION_RETENTION_DAYS)),
            "traces": spell(TRACES),
        },
    )
    yield Fact(
        _("Hired from abroad"),
        _(
            "What your employer or its agent told us about you, and what you let them see. They"
            " never see your documents."
        ),
        _(
            "%(time)s after your first working day; %(unanswered)s after an invitation ran out, was"
            " declined or was taken back."
        )
        % {
            "time": spell(timedelta(settings.HIRE_RETENTION_DAYS)),
            "unanswered": spell(timedelta(settings.UNANSWERED_HIRE_DAYS)),
        },
    )


def _with_an_account() -> Iterator[Fact]:
    yield Fact(
        _("Your account"),
        _("Mail address, language, day of arrival, your menu and what you save here."),
        _("Until you erase it. If you never confirm your mail address: %(time)s.")
        % {"time": spell(timedelta(settings.UNCONFIRMED_ACCOUNT_DAYS))},
    )
    yield Fact(
        _("Your deadlines"),
        _("What you tell about your stay, to reckon the days and to remind you of them."),
        _("Until you erase it, or %(time)s after the last change when nothing is still to come.")
        % {"time": spell(timedelta(settings.VISIT_RETENTION_DAYS))},
    )
    yield Fact(
        _("Mails from us"),
        _("What we sent you and when, so that nothing is sent twice and you can read it again."),
        spell(timedelta(settings.MESSAGE_RETENTION_DAYS)),
    )
    yield Fact(
        _("Attempts to sign in that failed"),
        _(
            "The mail address that was typed, the network address and the kind of browser, to stop"
            " whoever guesses passwords."
        ),
        _("Until you sign in, at most %(time)s.")
        % {"time": spell(timedelta(settings.SIGN_IN_LOG_DAYS))},
    )


def _of_organisations() -> Iterator[Fact]:
    yield Fact(
        _("Entries on the map"),
        _(
            "The mail address of who answers for an entry, and which member proposed a change, to"
            " keep the map correct."
        ),
        _("The address: with the entry. Proposals: %(time)s after they were decided.")
        % {"time": spell(proposals.KEPT)},
    )


def spell(time: timedelta) -> str:
    """`time` in days, or in years where it is whole years."""
    years, days = divmod(time.days, 365)
    if years and not days:
        return ngettext("%(years)s year", "%(years)s years", years) % {"years": years}
    return ngettext("%(days)s day", "%(days)s days", time.days) % {"days": time.days}
