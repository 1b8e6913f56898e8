"""What one request cost, said in its response's headers; and the bare pages that costs are compared with."""

import time

from django.db import connection
from django.http import HttpResponse

from stepforward.people.access import public, signed_in

QUERIES, CPU = "X-Bench-Queries", "X-Bench-Cpu-Ms"


class SayCosts:
    """Counts queries and the thread's CPU time (milliseconds) through all the middleware and the view."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        queries = 0

        def count(execute, sql, params, many, context):
            nonlocal queries
            queries += 1
            return execute(sql, params, many, context)

        began = time.thread_time()
        with connection.execute_wrapper(count):
            response = self.get_response(request)
        response[QUERIES] = str(queries)
        response[CPU] = f"{(time.thread_time() - began) * 1000:.3f}"
        return response


@public
def ok(request):
    return HttpResponse("ok", content_type="text/plain")


@signed_in
def ok_signed_in(request):
    return HttpResponse("ok", content_type="text/plain")
