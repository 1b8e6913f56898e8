from functools import wraps

UNPROCESSABLE = 422


def telling_mistakes(view):
    """allauth's view, which answers a wrong form with 422 as all others here do."""

    @wraps(view)
    def answered(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if request.method == "POST" and response.status_code == 200 and form is not None and form.errors:
            response.status_code = UNPROCESSABLE
        return response

    return answered
