"""Drawing in SVG: elements with presentation attributes only, because the site's policy allows no styles.

Built as a tree, so that text is escaped and the result is well-formed whatever a name holds.
"""

from xml.etree import ElementTree  # noqa: S405  only writes

from django.utils.safestring import mark_safe

NAVY, TEAL, PLUM, ORANGE, GREY, LILAC = "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1"
INK, QUIET, LINE, WHITE = "#212b32", "#4c6272", "#d8dde0", "#ffffff"
SIZE = 12


class Drawing:
    """`name` is unique on the page. Title and description are what somebody hears who does not see it."""

    def __init__(self, name, width, height, *, title, description):
        self.width, self.height = width, height
        self.root = ElementTree.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {_text(width)} {_text(height)}",
                "width": _text(width),
                "height": _text(height),
                "role": "img",
                "aria-labelledby": f"{name}-title {name}-about",
                "font-family": "Arial, sans-serif",
                "font-size": str(SIZE),
                "fill": INK,
            },
        )
        self.add("title", title, id=f"{name}-title")
        self.add("desc", description, id=f"{name}-about")

    def add(self, kind, text=None, **attributes):
        """One element; underscores in names become hyphens, None leaves an attribute out."""
        given = {
            key.rstrip("_").replace("_", "-"): _text(value)
            for key, value in attributes.items()
            if value is not None
        }
        element = ElementTree.SubElement(self.root, kind, given)
        if text is not None:
            element.text = _clean(text)
        return element

    def line(self, x1, y1, x2, y2, stroke=LINE, width=1, **more):
        self.add("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width, **more)

    def text(self, x, y, said, *, size=None, bold=False, end=False, middle=False, fill=None):
        self.add(
            "text",
            said,
            x=x,
            y=y,
            font_size=size,
            font_weight="bold" if bold else None,
            text_anchor="end" if end else "middle" if middle else None,
            fill=fill,
        )

    def path(self, points, **more):
        """A broken line through `points` [(x, y), …]."""
        steps = " L".join(f"{_text(x)} {_text(y)}" for x, y in points)
        self.add("path", d=f"M{steps}", **({"fill": "none"} | more))

    def __html__(self):
        return mark_safe(ElementTree.tostring(self.root, encoding="unicode"))  # noqa: S308  escaped by the tree

    def __str__(self):
        return self.__html__()


def width_of(said, size=SIZE, *, bold=False):
    """About how wide Arial draws a text, a little generously."""
    narrow = sum(letter in "fijlrt.,:;'|!()[] I" for letter in said)
    broad = sum(letter in "mwMW%@&" for letter in said)
    capital = sum(letter.isupper() and letter not in "IMW" for letter in said)
    plain = len(said) - narrow - broad - capital
    return size * (0.31 * narrow + 0.9 * broad + 0.72 * capital + 0.56 * plain) * (1.06 if bold else 1)


def in_lines(said, room, *, size=SIZE, most=3):
    """`said` broken into lines that fit `room`; what does not fit the last line ends in an ellipsis."""
    lines = [""]
    for word in said.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, size) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{' '.join(lines[most - 1 :])}"]
    return [_cut(line, room, size) for line in lines]


def _cut(line, room, size):
    if width_of(line, size) <= room:
        return line
    while line and width_of(f"{line}…", size) > room:
        line = line[:-1]
    return f"{line.rstrip()}…"


def _text(value):
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def _clean(said):
    """Without control characters, which XML does not allow."""
    return "".join(letter for letter in str(said) if letter >= " ")
