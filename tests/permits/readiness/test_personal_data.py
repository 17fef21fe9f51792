"""What was said before a visit is told in full and erased whole; the minutes stay."""

from permits.models import AheadAnswer, PaperCheck, PaperRequest, WorkKind, WorkTime
from permits.readiness.answering import answer
from permits.readiness.asking import ask
from permits.readiness.clocks import count_standard
from permits.readiness.doubting import doubt
from rotonde.accounts.personal_data import erase, export, person_at
from tests.factories.permits import NOW


def test_told_and_erased(office):
    visit, by = office.desk.book(), office.desk.host
    given = {office.paper(visit): "have", office.question(visit): "no"}
    answer(visit=visit, given=given, ask_employer=True, at=NOW)
    doubt(visit=visit, paper=office.paper(visit), doubt="Expired?", at=NOW, by=by)
    ask(visit=visit, to=PaperRequest.To.PERSON, words="Bring it", at=NOW, by=by)
    count_standard(
        visit=visit,
        procedure=office.desk.world.registration,
        kind=WorkKind.PREPARATION,
        at=NOW,
        by=by,
    )
    person = person_at("ada@example.org")
    (told,) = export(person)["visits"]
    assert told["papers"]["papers"][0]["doubt"] == "Expired?"
    assert told["papers"]["answers"][0]["answer"] == "no"
    assert told["papers"]["requests"][0]["words"] == "Bring it"
    assert told["employer_may_be_asked"] is True
    erase(person, at=NOW)
    for model in (PaperCheck, AheadAnswer, PaperRequest):
        assert not model.objects.exists()
    visit.refresh_from_db()
    assert visit.ask_employer is False
    assert WorkTime.objects.get().minutes == 10
