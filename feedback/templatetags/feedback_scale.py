from django import template

register = template.Library()


@register.inclusion_tag("feedback/scale_figure.html")
def scale_figure(item):
    """One question's means on the scale from 1 to 5, as SVG with its words."""
    now, before = item.mean_now, item.mean_before if item.is_then_now else None
    words = f"{before:.1f} before, {now:.1f} now" if before is not None else f"{now:.1f}"
    return {
        "marks": [20, 70, 120, 170, 220],
        "now": _across(now),
        "before": None if before is None else _across(before),
        "words": f"On a scale of 1 to 5: {words}",
    }


def _across(mean):
    """Where a mean of 1 to 5 stands, in units of the drawing; as text, so that no locale writes a comma."""
    return f"{20 + 50 * (mean - 1):.1f}"
