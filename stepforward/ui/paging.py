"""Paging that never fails: a page number that is no number, too small or too large gives the nearest page."""

from django.core.paginator import Paginator


def paged(request, queryset, per_page=25):
    """The page of `queryset` that `?page=` asks for. Costs two queries: the count and the page."""
    return Paginator(queryset, per_page).get_page(_nearest(request.GET.get("page")))


def _nearest(asked):
    """get_page sends everything out of range to the last page; below one, the nearest is the first."""
    try:
        return max(int(asked or 1), 1)
    except ValueError:
        return 1
