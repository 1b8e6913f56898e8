"""The ground. Empty, so that manage.py can start before anything is installed."""
