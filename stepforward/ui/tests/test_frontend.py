import pytest

from stepforward.ui.frontend import ROOT, FrontendError, on_this_host


def test_given_the_collected_sheets_and_scripts_then_no_page_asks_another_host():
    collected = list((ROOT / ".frontend").rglob("*.css")) + list((ROOT / ".frontend").rglob("*.js"))
    assert {file.name for file in collected} == {
        "nhsuk-frontend.min.css",
        "nhsuk-frontend.min.js",
    }
    for file in collected:
        text = file.read_text()
        assert "sourceMappingURL" not in text
        assert "assets.nhs.uk" not in text
        assert "url(/" not in text


def test_given_a_sheet_then_its_pictures_stand_beside_it_and_the_font_is_gone():
    css = "@font-face{font-family:Frutiger W01;src:url(https://a.example/f.woff2)}a{background:url(/assets/images/x.svg)}"
    assert on_this_host(css + "/*# sourceMappingURL=x.css.map */") == "a{background:url(images/x.svg)}"


def test_given_a_sheet_that_asks_elsewhere_then_collecting_stops():
    with pytest.raises(FrontendError):
        on_this_host("a{background:url(https://elsewhere.example/x.svg)}")
