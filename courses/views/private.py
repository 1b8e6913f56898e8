"""Pages that a private link opens: never kept on the way, their address never passed on."""

from functools import wraps

from django.shortcuts import get_object_or_404, render

from stepforward.people import links


def private(response):
    response.headers.setdefault("Cache-Control", "no-store")
    # Not no-referrer: with that, browsers post "Origin: null", which the CSRF check refuses.
    response["Referrer-Policy"] = "strict-origin"
    return unlisted(response)


def unlisted(response):
    """Search engines leave it out, because it is for those who were given its address."""
    response["X-Robots-Tag"] = "noindex"
    return response


def opened_by_link(purpose, rows, *, otherwise="courses/link_unusable.html"):
    """Decorator: the view gets the row of `rows()` that its `token` opens; a link that opens nothing gets the
    page `otherwise`, which says why, with 404."""

    def decorate(view):
        @wraps(view)
        def opened(request, token, **kwargs):
            try:
                found = get_object_or_404(rows(), pk=links.follow(purpose, token))
            except links.LinkUnusable as unusable:
                page = render(request, otherwise, {"why": unusable.why}, status=404)
                return private(page)
            return private(view(request, token, found, **kwargs))

        return opened

    return decorate
