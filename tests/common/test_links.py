import pytest

from rotonde.common.links import whole


@pytest.mark.parametrize("site", ["https://rotonde.example", "https://rotonde.example/"])
def test_one_slash_between_the_site_and_the_path(settings, site) -> None:
    settings.SITE_URL = site
    assert whole("/en/services/") == "https://rotonde.example/en/services/"
