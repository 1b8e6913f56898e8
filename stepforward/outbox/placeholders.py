"""The language of wordings: plain text in which `{course}` stands for a value. Nothing else is understood, so
nothing that is typed can reach further than the placeholders that its kind offers."""

import re
from difflib import get_close_matches

from stepforward.ui.wording import say_list

PLACEHOLDER = re.compile(r"( ?)\{(\w+)\}")
BRACES = re.compile(r"\{([^{}\n]*)\}|[{}]")
OTHER_LANGUAGES = ("{{", "}}", "{%", "%}", "{#", "#}", "[[", "]]")


def fill(text, say):
    """`text` with `say(name)` in every placeholder's place, once: what a value brings is not looked at again.

    A line of which nothing is left disappears, and no two blank lines follow each other, so that a
    placeholder may come out empty without a trace.
    """
    lines = []
    for line in text.strip().split("\n"):
        filled = PLACEHOLDER.sub(lambda found: _said(found, say), line).rstrip()
        if not filled and (line.strip() or lines[-1:] == [""]):
            continue
        lines.append(filled if line[:1].isspace() else filled.lstrip(" "))
    return "\n".join(lines).strip()


def mistakes_in(text, offered):
    """Sentences on what is wrong with the placeholders in `text`, where those in `offered` may stand."""
    for sign in OTHER_LANGUAGES:
        if sign in text:
            return [f"Take out {sign}: a placeholder has one brace on each side, like {{{offered[0]}}}"]
    found = []
    for match in BRACES.finditer(text):
        name = match[1]
        if name is None:
            near = " ".join(text[max(match.start() - 20, 0) : match.end() + 20].split())
            missing = "}" if match[0] == "{" else "{"
            found.append(f"There is a {match[0]} without its {missing} near “{near}”")
        elif name not in offered:
            close = get_close_matches(name.strip().lower().replace(" ", "_"), offered, 1)
            meant = f". Did you mean {{{close[0]}}}?" if close else ""
            found.append(f"{{{name[:60]}}} is not a placeholder of this email{meant}")
    return list(dict.fromkeys(found))


def named_in(text):
    return {match[2] for match in PLACEHOLDER.finditer(text)}


def in_braces(names):
    """{a}, {b} and {c}."""
    return say_list(f"{{{name}}}" for name in names)


def _said(found, say):
    value = say(found[2])
    return found[1] + value if value else ""
