from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from permits.schedule_check import check


class Command(BaseCommand):
    help = "Verifies every promise of the schedule; exit 1 when one is broken."

    def handle(self, *args: Any, **options: Any) -> None:
        findings = check(at=timezone.now())
        for finding in findings:
            broken = len(finding.violations)
            mark = "BROKEN" if broken else "ok"
            self.stdout.write(
                f"{mark:6}  {finding.invariant}: {finding.checked} checked, {broken} violations"
            )
            for words in finding.violations[:10]:
                self.stdout.write(f"        {words}")
        total = sum(len(finding.violations) for finding in findings)
        self.stdout.write(f"{len(findings)} invariants, {total} violations")
        if total:
            raise SystemExit(1)
