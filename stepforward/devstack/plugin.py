"""Gives every test the fixtures of `stepforward.testing`, which needs Django's models and so comes late."""


def pytest_configure(config):
    config.pluginmanager.import_plugin("stepforward.testing")
