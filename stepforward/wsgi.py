import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from scipy import stats  # noqa: F401  before the workers part: loaded once, and no page waits for it

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stepforward.settings")

application = get_wsgi_application()
if settings.PRODUCTION and settings.FEEDBACK_KEY:
    raise ImproperlyConfigured("FEEDBACK_KEY must not be set where pages are served: they only seal.")
