"""Where upper floors hand in their panels, and the courses that there are. Filled by autodiscovery of
`panels.py` in every app, the way Django's admin is."""

_panels = {}
_courses = []


def register(panel_class):
    """Class decorator: the panel appears on the dashboard, in the report and as a CSV."""
    panel = panel_class()
    if panel.slug in _panels:
        raise ValueError(f"There is a panel {panel.slug} already.")
    _panels[panel.slug] = panel
    return panel_class


def panels():
    return sorted(_panels.values(), key=lambda panel: (panel.order, panel.slug))


def panel(slug):
    """The panel, or None."""
    return _panels.get(slug)


def courses_are(tell):
    """Function decorator: `tell()` gives [(code, name), …]; the ground itself knows no courses."""
    _courses.append(tell)
    return tell


def courses():
    return dict(pair for tell in _courses for pair in tell())
