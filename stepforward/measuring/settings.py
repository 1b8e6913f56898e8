"""The site as it is, and what tells its costs: only for the server that `bench` starts on loopback."""

from stepforward.settings import *  # noqa: F403  the very site that is measured
from stepforward.settings import DJANGO_ENV, MIDDLEWARE

if DJANGO_ENV == "production":
    raise RuntimeError("The measuring server says too much about itself to run in production.")

MIDDLEWARE = ["stepforward.measuring.costs.SayCosts", *MIDDLEWARE]
ROOT_URLCONF = "stepforward.measuring.urls"
ACCOUNT_RATE_LIMITS = False
