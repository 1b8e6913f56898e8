"""What templates may not hold: the policy forbids inline code, and no page asks another host for anything."""

import re

import pytest
from django.template import TemplateDoesNotExist
from django.template.base import Lexer, TokenType
from django.template.loader import get_template

from stepforward.tests.reading import ROOT, python_files, strings_of, tree_of

FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.I),
    "an event attribute": re.compile(r"<[^>]*\s(?:on[a-z]+|hx-on[:\w-]*)\s*=", re.I),
    "a javascript: address": re.compile(r"javascript:", re.I),
    "something from another host": re.compile(
        r"""(?:\s(?:src|srcset|poster|data-frontend)\s*=\s*["']?\s*|<link\b[^>]*\shref\s*=\s*["']?\s*)(?:https?:)?//""",
        re.I,
    ),
}
ELSEWHERE = re.compile(r"""(?:url\(\s*["']?|@import\s+["']?)\s*(?:https?:)?//""", re.I)
CODE_ELSEWHERE = re.compile(r"""(?:import|fetch|open)\b[^\n]*["'`](?:https?:)?//""")


def templates(pattern="*.html"):
    return sorted(path.relative_to(ROOT) for path in (ROOT / "templates").rglob(pattern))


def wrong_in(text):
    return [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]


def test_templates_hold_no_inline_code_and_nothing_from_other_hosts():
    found = {str(path): wrong_in((ROOT / path).read_text(encoding="utf-8")) for path in templates()}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<script type="module">import "x"</script>',
        '<button onclick="go()">',
        '<button hx-on:click="go()">',
        '<a href="javascript:go()">',
        '<img src="https://example.org/x.png">',
        '<link rel="stylesheet" href="//example.org/x.css">',
    ],
)
def test_each_kind_would_be_seen(text):
    assert wrong_in(text)


def test_styles_and_scripts_ask_no_other_host():
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "static").rglob("*")
        if path.suffix in {".css", ".js"}
        and (ELSEWHERE if path.suffix == ".css" else CODE_ELSEWHERE).search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_every_template_can_be_read():
    for path in [*templates("*.html"), *templates("*.txt")]:
        get_template(str(path.relative_to("templates")))


def forgotten_in(text):
    """Names that one block gives with `as` and another reads: Django forgets them where the block ends, so
    that a link leads nowhere and a button posts to its own page."""
    given, read, block = {}, [], None
    for token in Lexer(text).tokenize():
        words = token.split_contents() if token.token_type in {TokenType.BLOCK, TokenType.VAR} else [""]
        if token.token_type == TokenType.BLOCK:
            if words[0] in {"block", "endblock"}:
                block = words[1] if words[0] == "block" else None
                continue
            if words[-2:-1] == ["as"]:
                given.setdefault(words[-1], set()).add(block)
            words = words[1:]
        read += [(re.split(r"[.|]", word.split("=")[-1])[0], block) for word in words]
    return sorted({name for name, block in read if name in given and block not in given[name]})


def test_no_block_reads_a_name_that_another_gives():
    found = {str(path): forgotten_in((ROOT / path).read_text(encoding="utf-8")) for path in templates()}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    "text", ["{{ back }}", "{% button 'Go' back %}", "{% if back.pk %}", "{% go to=back|upper %}"]
)
def test_such_a_name_would_be_seen(text):
    given = "{% block breadcrumbs %}{% url 'home' as back %}{% endblock %}"
    assert forgotten_in(given + "{% block content %}" + text + "{% endblock %}") == ["back"]
    assert forgotten_in("{% block content %}{% url 'home' as back %}" + text + "{% endblock %}") == []


def email_kinds():
    """Every kind that some `emails.py` posts, from the strings in it and the wordings that exist."""
    said = {
        text
        for path in python_files()
        if path.name == "emails.py"
        for text, _ in strings_of(tree_of(path))
        if re.fullmatch(r"[a-z]+/[a-z_]+", text)
    }
    folder = ROOT / "templates" / "emails"
    return sorted(said | {str(path.relative_to(folder).with_suffix("")) for path in folder.rglob("*.txt")})


@pytest.mark.parametrize("kind", email_kinds())
def test_every_email_has_a_subject_a_blank_line_and_a_text(kind):
    try:
        template = get_template(f"emails/{kind}.txt")
    except TemplateDoesNotExist:
        pytest.fail(f"{kind} has no wording in templates/emails")
    wording = template.template.source.strip()
    subject, blank, text = [*wording.split("\n", 2), "", ""][:3]
    assert subject.strip()
    assert blank.strip() == ""
    assert len(text.split()) > 10
    assert "Hello" in text


def test_emails_are_plain_text():
    for kind in email_kinds():
        source = get_template(f"emails/{kind}.txt").template.source
        assert not re.search(r"</?[a-z]+[^>]*>", source), kind
