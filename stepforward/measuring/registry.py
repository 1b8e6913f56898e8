"""What `bench` measures, by name. A floor registers what it measures of itself in its `benches.py`.

A bench is anything with `run(*, requests, say)`, whose result `table` says in words and `figures` as the
dicts that `bench --json` writes.
"""

from django.utils.module_loading import autodiscover_modules

from stepforward.measuring import importing, pages

_benches = {"pages": pages, "importing": importing}


def register(name, bench):
    _benches[name] = bench


def benches():
    autodiscover_modules("benches")
    return dict(_benches)
