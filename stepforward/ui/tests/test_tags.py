from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory

from stepforward.people.models import User
from stepforward.people.roles import Role
from stepforward.ui.paging import paged


def rendered(source, path="/", user=None, **context):
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    return Template(source).render(Context({"request": request, **context}))


def test_navigation_shows_people_only_what_they_may_open():
    link = "{% nav_link 'home' 'Desk' 'ANSWER_REQUESTS' %}"
    assert "Desk" in rendered(link, user=User(roles=[Role.COORDINATOR]))
    assert "Desk" not in rendered(link, user=User(roles=[Role.DEAN]))
    assert "Desk" not in rendered(link)


def test_navigation_leaves_out_pages_that_do_not_exist():
    assert rendered("{% nav_link 'nowhere:at_all' 'Lost' %}").strip() == ""


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/accounts/login/", 'aria-current="page"'),
        ("/accounts/login/code/", 'aria-current="true"'),
        ("/", None),
    ],
)
def test_navigation_marks_where_one_is(path, current):
    html = rendered("{% nav_link 'account_login' 'Sign in' %}", path)
    assert current in html if current else "aria-current" not in html


def test_home_is_not_current_on_every_page():
    assert "aria-current" not in rendered("{% nav_link 'home' 'Desk' %}", "/accounts/login/")
    assert "aria-current" in rendered("{% nav_link 'home' 'Desk' %}", "/")


def test_filters_of_nothing_say_nothing():
    assert rendered("{{ a|day }}{{ a|clock }}{{ a|days }}{{ a|numeral }}", a=None) == ""


def test_when_joins_day_and_times():
    start, end = datetime(2026, 7, 7, 12, 30, tzinfo=UTC), datetime(2026, 7, 7, 14, 30, tzinfo=UTC)
    said = "Tuesday 7 July 2026, 1:30pm to 3:30pm"
    assert rendered("{% when start end %}", start=start, end=end) == said


def test_text_from_people_is_escaped_in_every_component():
    nasty = "<script>x</script>"
    source = """{% status_tag n %}{% card n count=1 note=n %}{{ n }}{% endcard %}
        {% list_row n n tag=n url=n action=n %}
        {% stat n n n %}{% empty_state n n %}{% summary %}{% summary_row n n url=n %}{% endsummary %}
        {% table_region n %}{{ n }}{% endtable_region %}{% button n name=n value=n %}{% link_button n n %}
        {% post_button n n about=n %}{% breadcrumbs n n %}{% day_part n n day=n %}"""
    html = rendered(source, n=nasty)
    assert "<script" not in html
    assert html.count("&lt;script&gt;") > 25


def test_an_unknown_tag_colour_is_refused():
    with pytest.raises(ValueError, match="No tag is pink"):
        rendered("{% status_tag 'ready' 'pink' %}")


def test_links_in_rows_say_what_they_are_about_to_those_who_do_not_see_the_row():
    html = rendered("{% list_row 'Theatres' url='/x/' action='Answer' %}")
    assert 'Answer<span class="nhsuk-u-visually-hidden">: Theatres</span>' in html


def test_the_pager_keeps_the_rest_of_the_address():
    request = RequestFactory().get("/", {"state": "new", "page": "2"})
    page = paged(request, list(range(100)))
    html = Template("{% pager page %}").render(Context({"request": request, "page": page}))
    assert "?state=new&amp;page=3" in html
    assert 'aria-label="Page 2" aria-current="page"' in html
    assert "26 to 50 of 100" in html


def test_a_single_page_needs_no_pager():
    request = RequestFactory().get("/")
    page = paged(request, [1, 2])
    assert Template("{% pager page %}").render(Context({"request": request, "page": page})).strip() == ""


def test_a_locked_part_of_a_day_cannot_be_changed():
    html = rendered("{% day_part 'd' 'Morning' locked='On rota' %}")
    assert "On rota" in html
    assert "<select" not in html


def test_a_part_of_a_day_is_a_select_that_any_browser_can_send():
    html = rendered("{% day_part '2026-01-06-morning' 'Morning' 'if_needed' day='Tue 6 Jan' %}")
    assert '<select class="sf-part__select" id="part-2026-01-06-morning" name="2026-01-06-morning">' in html
    assert '<option value="if_needed" selected>If needed</option>' in html
