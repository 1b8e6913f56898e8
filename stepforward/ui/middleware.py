"""What the site says where Django says nothing."""

from django.http import HttpResponse
from django.template.loader import render_to_string

NOT_ALLOWED = 405


class SayNothingWasDone:
    """A page instead of a blank one where an address takes only POST. People come to one when they reload, or
    sign in again after they pressed a button. It touches neither the database nor the session."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        if answer.status_code != NOT_ALLOWED or answer.content:
            return answer
        page = HttpResponse(render_to_string("405.html"), status=NOT_ALLOWED)
        for name, value in answer.items():
            page.headers.setdefault(name, value)
        del page.headers["Content-Length"]
        return page
