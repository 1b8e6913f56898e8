"""What the system says about itself: JSON log lines without names, tokens or answers."""

import json
import logging
import time
import traceback

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.http.multipartparser import MultiPartParserError

logger = logging.getLogger("stepforward.requests")
ANSWERED = (
    Http404,
    PermissionDenied,
    SuspiciousOperation,
    BadRequest,
    MultiPartParserError,
)  # with a 4xx page


class JsonLines(logging.Formatter):
    """One JSON object a line. An error's traceback gives files, lines and the exception's type, never its
    message, because messages quote values that people typed."""

    def format(self, record):
        line = {"at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"), "level": record.levelname.lower()}
        line |= {"logger": record.name, "said": record.msg if record.args else record.getMessage()}
        line |= getattr(record, "fields", {})
        if isinstance(task := getattr(record, "data", None), dict):  # Celery's account of a task that failed
            line["task"] = task.get("name")
        if record.exc_info:
            line["said"] = record.exc_info[0].__name__
            line["trace"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(line, default=str)


class LogRequests:
    """Says each request by its route, not its path, because paths hold tokens."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        if match is None and response.status_code < 400:  # a static file
            return response
        fields = {
            "method": request.method,
            "route": match.view_name if match else None,
            "status": response.status_code,
            "ms": round((time.perf_counter() - began) * 1000),
        }
        logger.log(
            logging.ERROR if response.status_code >= 500 else logging.INFO,
            "request",
            extra={"fields": fields},
        )
        return response

    def process_exception(self, request, exception):
        if not isinstance(exception, ANSWERED):
            logger.error("unhandled", exc_info=exception)
