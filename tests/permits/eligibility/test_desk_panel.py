"""What was told before booking, where the officer reads it."""

from django.utils import timezone

from permits.desk.opened import opened_visit


def test_the_officer_reads_the_answers_and_the_papers_of_each_person(rules, newcomer) -> None:
    visit = newcomer.book(told="1~topic.arrive~group.eu", adults=1, children=1)
    opened = opened_visit(visit, at=timezone.now())
    assert [choice.value for _question, choice in opened.told.rows] == ["arrive", "eu"]
    papers = [[paper.document.slug for paper in bundle.papers] for bundle in opened.bundles]
    # Of all papers the procedures ask for, only what the outcome names.
    assert papers == [["passport"], ["passport"]]


def test_who_told_nothing_is_asked_for_everything(rules, newcomer) -> None:
    opened = opened_visit(newcomer.book(), at=timezone.now())
    assert opened.told is None
    assert opened.bundles == []


def test_the_list_of_papers_follows_the_answers(rules, newcomer) -> None:
    def papers(told: str, email: str) -> int:
        visit = newcomer.hold(newcomer.world.at(1, 9 + bool(told)), told=told)
        newcomer.confirm(visit, email=email)
        page = newcomer.client.get(visit.get_absolute_url()).content.decode()
        return page.count('class="ready-paper"')

    assert papers("1~topic.arrive~group.eu", "ada@example.org") < papers("", "li@example.org")
