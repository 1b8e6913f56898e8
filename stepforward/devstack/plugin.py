"""What every run of the suite has: the fixtures of `stepforward.testing`, which needs Django's models and so
comes late, and a way to run each test once."""


def pytest_addoption(parser):
    parser.addoption(
        "--first-cases", action="store_true", help="run each test with the first of its cases only"
    )


def pytest_configure(config):
    config.pluginmanager.import_plugin("stepforward.testing")


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--first-cases"):
        return
    first, others = {}, []
    for item in items:
        if first.setdefault(item.nodeid.split("[")[0], item) is not item:
            others.append(item)
    config.hook.pytest_deselected(items=others)
    items[:] = first.values()
