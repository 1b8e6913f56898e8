"""Reads the house's own source: its files, what each imports, and the strings in them."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("stepforward", "courses", "facilitators", "feedback")  # lowest first


@cache
def python_files():
    """Every Python file of the four floors, relative to the root."""
    return sorted(path.relative_to(ROOT) for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))


@cache
def tree_of(path):
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), str(path))


def module_of(path):
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules():
    """Dotted name -> file, for every module of the house."""
    return {module_of(path): path for path in python_files()}


def imports_of(path, tree=None):
    """[(dotted name, line, whether inside a function), …]: what a file imports, wherever it says so."""
    tree = tree or tree_of(path)
    inside = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for inner in ast.walk(node)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno, node in inside) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = path.parent.parts[: len(path.parent.parts) - node.level + 1]
                base = ".".join([*package, *filter(None, [node.module])])
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                found.append((whole if whole in modules() else base, node.lineno, node in inside))
    return found


def strings_of(tree):
    """[(text, line), …] of every string in a file that is not a docstring."""
    said = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        (node.value, node.lineno)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in said
    ]


def floor_of(name):
    """How high a dotted name or path stands: 0 for the ground; None outside the house."""
    first = str(name).replace("/", ".").partition(".")[0]
    return FLOORS.index(first) if first in FLOORS else None
