"""The rules of the tower: no arrow up, no circle, short files, honest names."""

import ast
import re
import warnings
from pathlib import Path

import pytest

from stepforward.tests.reading import (
    FLOORS,
    ROOT,
    floor_of,
    imports_of,
    modules,
    python_files,
    strings_of,
    tree_of,
)

# Where the floors are put together, so that they have to be named; and the tests that look at all of them.
PUTS_TOGETHER = ("stepforward/settings.py", "stepforward/urls.py", "stepforward/tests/")
A_NAME_OF_A_FLOOR = re.compile(rf"(?:^|/)({'|'.join(FLOORS)})(?:[.:/][\w./:]+)?$")
WORDS = {"feedback", "courses", "facilitators"}  # as words on a page or columns of a table they are no arrows
EMPTY_NAMES = ("utils", "helpers", "common", "manager")
LONG, TOO_LONG = 200, 400


def arrows_up(path, tree):
    """What a file names of the floors above its own, as sentences."""
    if str(path).startswith(PUTS_TOGETHER):
        return []
    own = floor_of(path)
    found = [
        f"{path}:{line} imports {name}"
        for name, line, _ in imports_of(path, tree)
        if (floor_of(name) or 0) > own
    ]
    for text, line in strings_of(tree):
        match = A_NAME_OF_A_FLOOR.match(text)
        if match and text not in WORDS and floor_of(match[1]) > own:
            found.append(f'{path}:{line} names "{text}"')
    found += [
        f"{path}:{node.lineno} asks the registry for {node.args[0].value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") in {"get_model", "get_app_config", "import_module"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and (floor_of(node.args[0].value) or 0) > own
    ]
    return found


def test_no_arrow_points_up():
    assert [arrow for path in python_files() for arrow in arrows_up(path, tree_of(path))] == []


@pytest.mark.parametrize(
    "source",
    [
        "from facilitators.models import Facilitator",
        "import feedback.models",
        "def later():\n    from facilitators import staffing",
        "def later():\n    import_module('feedback.answering')",
        "apps.get_model('facilitators', 'Assignment')",
        "get_model('facilitators.Assignment')",
        "models.ForeignKey('feedback.Round', on_delete=PROTECT)",
        "reverse('facilitators:offers')",
        "render(request, 'facilitators/offers.html')",
    ],
)
def test_every_way_of_pointing_up_is_seen(source):
    # given a file on the floor of courses that reaches for a floor above
    assert arrows_up(Path("courses/views/made_up.py"), ast.parse(source))


@pytest.mark.parametrize(
    "source",
    [
        "from courses.models import Session",
        "from stepforward.people.models import User",
        "label = 'Feedback'",
        "'facilitators'",
        "'''Facilitators hear of it in facilitators.staffing.'''",
    ],
)
def test_pointing_down_and_speaking_is_allowed(source):
    assert arrows_up(Path("courses/views/made_up.py"), ast.parse(source)) == []


def circles(arrows):
    """The circles in {name: {names it imports}}, each as a list of names; found depth first."""
    found, done = [], set()

    def walk(name, trail):
        if name in trail:
            found.append(trail[trail.index(name) :] + [name])
        elif name not in done:
            for after in sorted(arrows.get(name, ())):
                walk(after, [*trail, name])
            done.add(name)

    for name in sorted(arrows):
        walk(name, [])
    return found


def test_no_files_import_each_other_in_a_circle():
    arrows = {
        name: {imported for imported, _, _ in imports_of(path) if imported in modules()}
        for name, path in modules().items()
    }
    assert circles(arrows) == []


def test_a_circle_would_be_seen():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}}) == [["a", "b", "c", "a"]]


def test_an_import_inside_a_function_gives_its_reason():
    found = []
    for path in python_files():
        lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
        for name, line, inside in imports_of(path):
            above, here = lines[line - 2], lines[line - 1]
            reason = re.search(r"#(?!\s*noqa)|#\s*noqa[^#]*\S\s{2,}\S", here) or above.strip().startswith("#")
            if inside and not reason:
                found.append(f"{path}:{line} {name}")
    assert found == []


class LongFile(UserWarning):
    """Not wrong, but ask what could live elsewhere."""


@pytest.mark.filterwarnings("default::stepforward.tests.test_house.LongFile")
def test_files_stay_short():
    written = [path for path in python_files() if "migrations" not in path.parts]
    lengths = {path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in written}
    for path, length in lengths.items():
        if LONG < length <= TOO_LONG:
            warnings.warn(f"{path} has {length} lines", LongFile, stacklevel=1)
    assert {str(path): length for path, length in lengths.items() if length > TOO_LONG} == {}


def test_file_names_say_what_is_inside():
    names = [path for path in python_files() if any(word in path.stem.split("_") for word in EMPTY_NAMES)]
    assert names == []


def test_nothing_new_stands_beside_the_floors():
    allowed = {*FLOORS, "templates", "static", "manage.py", "requirements.txt", "requirements-dev.txt"}
    allowed |= {"pytest.ini", "package.json", "package-lock.json", "README.md", "CHANGELOG.md", "LICENSE"}
    made = {"node_modules", "staticfiles", "__pycache__"}
    beside = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert beside - allowed - made == set()
