"""A comment's words, with what the detector points out in them."""

from django import template
from django.utils.html import escape, format_html, linebreaks
from django.utils.safestring import mark_safe

register = template.Library()


@register.filter
def marked(comment, spans):
    """The words as paragraphs; each span is a <mark> that says to screen readers what it may be."""
    parts, last = [], 0
    for span in spans:
        parts += [
            escape(comment.text[last : span.start]),
            _mark(comment.text[span.start : span.end], span.kind),
        ]
        last = span.end
    parts.append(escape(comment.text[last:]))
    return mark_safe(linebreaks("".join(parts)))  # noqa: S308 - every part is escaped


def _mark(text, kind):
    return format_html(
        '<mark class="sf-marked">{}<span class="nhsuk-u-visually-hidden"> (marked: {})</span></mark>',
        text,
        kind,
    )
