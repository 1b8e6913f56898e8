"""Embedded servers for `demo` and `test`. Never imported in production."""
