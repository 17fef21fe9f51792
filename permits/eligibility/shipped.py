"""The rules that come with the portal: where the first version starts from."""

from typing import Any

import yaml
from django.conf import settings

PARTS = ("questions", "passages", "outcomes", "rules")


def shipped_document() -> dict[str, Any]:
    """What fixtures/permits/eligibility says."""
    folder = settings.BASE_DIR / "fixtures" / "permits" / "eligibility"
    return {part: yaml.safe_load((folder / f"{part}.yaml").read_text()) for part in PARTS}
