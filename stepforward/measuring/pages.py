"""What every page costs, for everybody who may open it, beside a bare "ok" through the same middleware."""

import time
from dataclasses import dataclass
from statistics import median, quantiles

from django.urls import resolve

from stepforward.measuring import costs, serving, walking
from stepforward.measuring.figures import figure

LIST_QUERIES, DETAIL_QUERIES = 12, 20
WARM_UP = 4
FOR_VISITORS = {  # of one's account; who is signed in has no business there
    "account_inactive",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
}
BARE = {True: "/bench/ok-signed-in", False: "/bench/ok"}


@dataclass(frozen=True)
class Cost:
    """Milliseconds and bytes; `queries` is the most that any of the requests made."""

    queries: int
    cpu: float
    p50: float
    p95: float
    size: int


@dataclass(frozen=True)
class Page:
    route: str
    who: str
    path: str
    cost: Cost
    bare: Cost

    @property
    def queries_goal(self):
        return DETAIL_QUERIES if resolve(self.path).kwargs else LIST_QUERIES

    @property
    def ratio(self):
        """How many times the CPU of the bare page."""
        return self.cost.cpu / self.bare.cpu


def run(*, requests, say):
    """Measure all pages one after the other with `requests` each; returns [Page, …]."""
    with serving.seeded_database() as database, serving.gunicorn(database) as port:
        private = walking.private_paths()
        measured = []
        for who, cookie in walking.cookies().items():
            start = ["/", *walking.plain_paths(), *([] if cookie else private)]
            found = walking.pages(port, cookie, start)
            say(f"{who}: {len(found)} pages")
            bare = measure(port, BARE[bool(cookie)], cookie, requests)
            measured += [
                Page(route, who, path, measure(port, path, cookie, requests), bare)
                for route, path in sorted(found.items())
                if not (cookie and route in FOR_VISITORS)
            ]
    return measured


def measure(port, path, cookie, requests):
    for _ in range(WARM_UP):
        walking.get(port, path, cookie)
    took, cpu, queries, size = [], [], 0, 0
    for _ in range(requests):
        began = time.perf_counter()
        response, body = walking.get(port, path, cookie)
        took.append((time.perf_counter() - began) * 1000)
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status} while it was measured")
        cpu.append(float(response.getheader(costs.CPU)))
        queries = max(queries, int(response.getheader(costs.QUERIES)))
        size = len(body)
    return Cost(queries, median(cpu), median(took), quantiles(took, n=20)[-1], size)


def table(measured):
    """The figures as a Markdown table; a number of queries over its goal is bold."""
    lines = [
        "| page | who | queries | CPU, ms | p50, ms | p95, ms | bytes | × ok |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for who in dict.fromkeys(page.who for page in measured):
        bare = next(page.bare for page in measured if page.who == who)
        lines.append(row("bare ok", who, bare, str(bare.queries), 1))
        for page in (page for page in measured if page.who == who):
            queries = str(page.cost.queries)
            if page.cost.queries > page.queries_goal:
                queries = f"**{queries}**"
            lines.append(row(page.route, who, page.cost, queries, page.ratio))
    return "\n".join(lines)


def row(route, who, cost, queries, ratio):
    times = f"{cost.cpu:.1f} | {cost.p50:.1f} | {cost.p95:.1f}"
    return f"| {route} | {who} | {queries} | {times} | {cost.size:,} | {ratio:.1f} |"


def figures(measured):
    """One dict a figure, as tools read them."""
    for page in measured:
        name, cost, bare = f"{page.route} {page.who}", page.cost, page.bare
        for what, value, unit, ratio, goal in (
            ("queries", cost.queries, "queries", None, f"<={page.queries_goal}"),
            ("cpu", cost.cpu, "ms", cost.cpu / bare.cpu, None),
            ("p50", cost.p50, "ms", cost.p50 / bare.p50, None),
            ("p95", cost.p95, "ms", cost.p95 / bare.p95, None),
            ("bytes", cost.size, "bytes", None, None),
        ):
            yield figure("pages", f"{name} {what}", value, unit, ratio=ratio, goal=goal)
