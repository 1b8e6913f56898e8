"""A certificate, for whoever holds its code: what it certifies, and whether it still holds.

The name is on this page on purpose. Who checks a paper has to see that it is the name on the paper, or
anybody could write their own over it; and who has the code has the paper. Nothing else about the person is
said: no email, staff group, organisation or place. The code cannot be guessed, and search engines, caches and
the pages visited next never hear of it. A certificate that was withdrawn names nobody any more.
"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from courses import papers
from courses.models import Certificate
from courses.views.private import private
from stepforward.people.access import public


@public
def certificate(request, code):
    found = Certificate.objects.coded(code).first()
    if found is None:
        return private(render(request, "courses/certificate_unknown.html", status=404))
    return private(render(request, "courses/certificate.html", {"certificate": found}))


@public
def certificate_pdf(request, code):
    found = Certificate.objects.coded(code).first()
    if found is None or found.withdrawn_at or not found.name:
        return private(redirect("courses:certificate", code=code))
    headers = {"Content-Disposition": content_disposition_header(True, papers.file_name(found))}
    return private(HttpResponse(papers.pdf(found), content_type="application/pdf", headers=headers))
