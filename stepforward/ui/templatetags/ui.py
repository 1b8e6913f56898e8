"""Tags and filters of every page; built in, so templates need no {% load %}.

Words   {{ d|day }} {{ d|day_no_year }} {{ d|day_short }} {{ t|clock }} {% when start end %}
        {{ n|days }} {{ n|numeral }} {{ pence|pounds }} {{ items|and_list }}
Page    {% nav_link 'url' 'Label' 'PERMISSION' %} {% breadcrumbs url1 text1 url2 text2 %}
        {% pager page %} {% downloads %}
Marks   {% status_tag 'ready' 'green' %}
Blocks  {% card 'Heading' count=3 %}…{% endcard %} {% table_region 'Label' %}…{% endtable_region %}
        {% filter_bar form %}links{% endfilter_bar %}
        {% summary %}{% summary_row 'Key' value %}{% endsummary %}
Parts   {% list_row … %} {% stat … %} {% empty_state … %}
Forms   {% crispy form %} {% button 'Send' %} {% link_button 'New' url %} {% post_button 'Sign up' url %}
        {% scale form.q %} {% before_now form.a form.b legend='…' %} {% day_part … %}

All times are shown in Europe/London.
"""

from crispy_forms.templatetags.crispy_forms_tags import do_uni_form
from django import template
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from stepforward.ui import wording
from stepforward.ui.errors import page_errors
from stepforward.ui.money import say_pounds

register = template.Library()
register.tag("crispy", do_uni_form)

TAG_COLOURS = {"grey", "green", "yellow", "red", "blue", "purple", "white"}
VARIANTS = {"primary": "", "secondary": " nhsuk-button--secondary", "warning": " nhsuk-button--warning"}

DAY_PART_CHOICES = (("", "–"), ("yes", "Yes"), ("if_needed", "If needed"), ("no", "No"))


# --- Words ---


def _filter(name, say):
    def shown(value):
        return "" if value is None or value == "" else say(value)

    register.filter(name, shown)


_filter("day", wording.say_day)
_filter("day_no_year", lambda moment: wording.say_day(moment, year=False))
_filter("day_short", wording.say_day_short)
_filter("clock", wording.say_clock)
_filter("days", wording.say_days)
_filter("numeral", wording.say_number)
_filter("pounds", say_pounds)
register.filter("and_list", wording.say_list)


@register.simple_tag
def when(start, end=None):
    """Tuesday 6 January 2026, 1:30pm to 3:30pm."""
    return wording.say_when(start, end)


# --- The page ---


@register.inclusion_tag("ui/nav_link.html", takes_context=True)
def nav_link(context, url_name, label, permission=None):
    """One item of the navigation; nothing where the page does not exist or is not for this person."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if permission and not (user and user.is_authenticated and user.may(permission)):
        return {}
    try:
        url = reverse(url_name)
    except NoReverseMatch:
        return {}
    path = getattr(request, "path", "")
    chosen = context.get("nav_current")
    here = chosen == url_name if chosen else path == url or (url != "/" and path.startswith(url))
    return {"url": url, "label": label, "current": ("page" if path == url else "true") if here else ""}


@register.inclusion_tag("ui/breadcrumbs.html")
def breadcrumbs(*addresses_and_texts):
    """{% breadcrumbs url text url text %}: the way here, without the page itself."""
    return {"items": list(zip(addresses_and_texts[::2], addresses_and_texts[1::2], strict=True))}


@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(context, page, name="page"):
    """Links to the other pages of `paged()`; every other parameter of the address stays."""
    query = context["request"].GET.copy()

    def address(number):
        query[name] = number
        return f"?{query.urlencode()}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    items = [
        {
            "number": n,
            "address": address(n) if isinstance(n, int) else "",
            "current": n == page.number,
        }
        for n in numbers
    ]
    return {
        "page": page,
        "items": items,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("ui/downloads.html", takes_context=True)
def downloads(context, csv="", xlsx="", about=""):
    """The list on this page, as it is filtered, as a CSV and as a spreadsheet (see ui/exports.py); or what
    the two addresses give. `about` is read out after each, where a page has several."""

    def address(kind):
        query = context["request"].GET.copy()
        query.pop("page", None)
        query["format"] = kind
        return f"?{query.urlencode()}"

    return {"csv": csv or address("csv"), "xlsx": xlsx or address("xlsx"), "about": about}


@register.simple_tag(takes_context=True)
def errors_on_page(context):
    """[(target id, message), …] of `form`, `formset` and `forms` in the context; base.html uses it."""
    return page_errors(context.flatten())


# --- Marks and parts ---


@register.simple_tag
def status_tag(text, colour="grey"):
    """A small mark; its text says everything, the colour only helps the eye."""
    if colour not in TAG_COLOURS:
        raise ValueError(f"No tag is {colour}; choose one of {', '.join(sorted(TAG_COLOURS))}.")
    return format_html('<strong class="nhsuk-tag nhsuk-tag--{} sf-tag">{}</strong>', colour, text)


@register.simple_block_tag
def card(content, heading="", count=None, note="", level=2, id="", css_class=""):  # noqa: A002
    """A white box with its heading, a count beside it and a line of explanation under it."""
    shown = {"content": content, "heading": heading, "count": count, "note": note, "level": level}
    return mark_safe(render_to_string("ui/card.html", {**shown, "id": id, "css_class": css_class}))  # noqa: S308


@register.inclusion_tag("ui/list_row.html")
def list_row(title, secondary="", tag="", colour="grey", url="", action="", title_url=""):
    """One line of work in <ul class="sf-rows">: what it is, a second line, a tag, what to do."""
    return {
        "title": title,
        "secondary": secondary,
        "tag": status_tag(tag, colour) if tag else "",
        "url": url,
        "action": action,
        "title_url": title_url,
    }


@register.inclusion_tag("ui/stat.html")
def stat(figure, unit="", sentence="", url=""):
    """A big figure with its unit and one sentence; stands in <div class="sf-stats">."""
    return {"figure": figure, "unit": unit, "sentence": sentence, "url": url}


@register.inclusion_tag("ui/empty_state.html")
def empty_state(heading, sentence="", url="", action=""):
    """What stands where a list would be when nothing is in it."""
    return {"heading": heading, "sentence": sentence, "url": url, "action": action}


@register.simple_block_tag
def summary(content):
    return format_html('<dl class="nhsuk-summary-list">{}</dl>', content)


@register.inclusion_tag("ui/summary_row.html")
def summary_row(key, value, url="", action="Change"):
    """One row of {% summary %}; with `url` it can be changed."""
    return {"key": key, "value": value, "url": url, "action": action}


@register.simple_block_tag
def table_region(content, label):
    """A table that scrolls sideways inside its own region on a phone, and that a keyboard can reach."""
    return format_html(
        '<div class="sf-table" role="region" aria-label="{}" tabindex="0">{}</div>', label, content
    )


@register.simple_block_tag
def filter_bar(content, form, submit="Show", clear=""):
    """A GET form in a white card; the block's content, {% downloads %} and other links, stands at its end."""
    return mark_safe(  # noqa: S308
        render_to_string(
            "ui/filter_bar.html", {"form": form, "content": content, "submit": submit, "clear": clear}
        )
    )


# --- Forms ---


@register.simple_tag
def button(text, variant="primary", name="", value="", css_class="", to=""):
    """A submit button. One `primary` (green) a page. With `to` it sends its form there instead."""
    named = format_html(' name="{}" value="{}"', name, value) if name else ""
    elsewhere = format_html(' formaction="{}"', to) if to else ""
    return format_html(
        '<button type="submit" class="nhsuk-button{} {}" data-module="nhsuk-button"'
        ' data-prevent-double-click="true"{}{}>{}</button>',
        VARIANTS[variant],
        css_class,
        named,
        elsewhere,
        text,
    )


@register.simple_tag
def link_button(text, url, variant="secondary", css_class=""):
    """A link that looks like a button; it only shows, it does nothing."""
    return format_html(
        '<a class="nhsuk-button{} {}" href="{}" role="button" draggable="false"'
        ' data-module="nhsuk-button">{}</a>',
        VARIANTS[variant],
        css_class,
        url,
        text,
    )


@register.inclusion_tag("ui/post_button.html", takes_context=True)
def post_button(context, text, url="", variant="secondary", name="", value="", about=""):
    """A deed in one button: a POST form with its token. `about` is read out after the text, for lists."""
    return {
        "csrf_token": context.get("csrf_token"),
        "text": text,
        "url": url,
        "variant": VARIANTS[variant],
        "name": name,
        "value": value,
        "about": about,
    }


@register.inclusion_tag("ui/scale.html")
def scale(field, low="", high=""):
    """One question answered on a scale of circles; `low` and `high` say what the ends mean."""
    wrong = [field] if field.errors else []
    return {"rows": [("", field)], "legend": field.label, "low": low, "high": high, "wrong": wrong}


@register.inclusion_tag("ui/scale.html")
def before_now(before, now, legend, before_label="Before", now_label="Now"):
    """One question asked twice: as it was before, and as it is now."""
    wrong = [field for field in (before, now) if field.errors]
    return {"rows": [(before_label, before), (now_label, now)], "legend": legend, "wrong": wrong}


@register.inclusion_tag("ui/day_part.html")
def day_part(name, label, value="", day="", locked="", choices=None, usual=""):
    """A tile for one part of a day: a select that CSS draws as a tile and `day-parts.js` turns into a button.

    `value` is one of the values of `choices`, by default "", "yes", "if_needed" and "no". `locked` is a text
    such as "On rota": the tile then only shows. `day` is read out before the label. `usual` is the value that
    the choice "" stands for, where it stands for one; the tile is then drawn as that, paler.
    """
    choices = choices or DAY_PART_CHOICES
    return {
        "name": name,
        "label": label,
        "value": value or "",
        "day": day,
        "locked": locked,
        "choices": choices,
        "usual": usual,
    }
