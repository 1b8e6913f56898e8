"""Measures the house: `manage.py bench`. Not installed in production."""
