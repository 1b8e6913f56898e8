from django.shortcuts import render

from stepforward.people.access import public


@public
def home(request):
    """The front page for visitors; one's own home for everybody signed in."""
    return render(request, "people/home.html")
