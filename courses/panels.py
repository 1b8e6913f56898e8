"""What registers say of the rollout: how many were trained, where they work, and which staff groups came."""

from collections import Counter

from courses.models import Course
from stepforward.rollout import totals
from stepforward.rollout.charts import bars, line, tiles
from stepforward.rollout.choices import system_of
from stepforward.rollout.panel import Column, Headline, Panel, Reading, Table
from stepforward.rollout.progress import Progress
from stepforward.rollout.registry import courses_are, register
from stepforward.rollout.scope import A_DAY
from stepforward.rollout.small_numbers import LEAST
from stepforward.ui.wording import say_list, say_number, say_people

SOURCE = "Closed registers of delivered sessions."
NOBODY_YET = "Nobody has been trained in this part of the rollout yet."
NOT_SAID = "Not said"
TOGETHER = "Groups too small to show apart"
WHY_TOGETHER = (
    f"Groups of fewer than {LEAST} people in one course and phase, and those that would give them away, are "
    "counted together."
)


@courses_are
def courses():
    return list(Course.objects.order_by("name").values_list("code", "name"))


@register
class PeopleTrained(Panel):
    slug = "people-trained"
    question = "How many people have we trained?"
    order = 10

    def read(self, scope):
        if scope.staff_group:
            why = totals.why_not_split(scope)
            if why:
                return Reading(why)
            steps, heading = totals.monthly_of_group(scope), "Month"
            if not steps:
                return Reading(f"Fewer than {LEAST} people of this staff group, or too few to show apart.")
        else:
            steps, heading = sorted(totals.daily(scope).items()), "Day"
        if not steps:
            return Reading(self._nobody(scope), headline=Headline("0", "people", NOBODY_YET))
        total, rows = 0, []
        for day, n in steps:
            total += n
            rows.append((f"{day:%B %Y}" if scope.staff_group else day, n, total))
        progress = Progress.of(scope, dict(steps), total)
        table = Table(
            [Column(heading), Column("People trained", is_number=True), Column("So far", is_number=True)],
            rows,
            total,
            progress.note,
            SOURCE,
        )
        return Reading(
            progress.words,
            table,
            lambda width, name: line.draw(
                progress.growth(steps), width, name, title=self.question, description=progress.words
            ),
            Headline(say_number(total), "person" if total == 1 else "people", progress.short),
        )

    @staticmethod
    def _nobody(scope):
        if scope.phase and scope.today < scope.phase.during.lower:
            return f"{scope.phase} has not begun."
        return NOBODY_YET


@register
class TrustsReached(Panel):
    slug = "trusts-reached"
    question = "Which trusts have we reached, and which not?"
    order = 20
    is_tall = True

    def read(self, scope):
        reached, places = totals.by_organisation(scope), scope.organisations
        if not places:
            return Reading("There are no trusts in this part of the rollout.")
        n = {one.pk: reached[one.pk].people if one.pk in reached else 0 for one in places}
        there = sum(1 for count in n.values() if count)
        of_everybody = " Staff groups are not split by trust: this is everybody." if scope.staff_group else ""
        systems = {}
        for one in sorted(places, key=lambda one: one.short):
            systems.setdefault(system_of(one), []).append(one)
        systems = sorted(systems.values(), key=len, reverse=True)
        rows = [(one.system_name, one.name, one.ods_code, n[one.pk]) for system in systems for one in system]
        note = "People are counted where they work."
        outside = reached[None].people if None in reached else 0
        if outside and not scope.has_place:
            works = "works" if outside == 1 else "work"
            note += f" {say_people(outside)} more {works} elsewhere."
        table = Table(
            [Column("System"), Column("Trust"), Column("ODS code"), Column("People trained", is_number=True)],
            rows,
            sum(n.values()),
            note,
            SOURCE,
        )
        words = self._words(there, places, n, scope) + of_everybody

        def draw(width, name):
            grouped = [
                (
                    system[0].system_name or "Elsewhere",
                    [tiles.Tile(one.short, one.name, n[one.pk]) for one in system],
                )
                for system in systems
            ]
            return tiles.draw(grouped, width, name, n=table.n, title=self.question, description=words)

        return Reading(
            words,
            table,
            draw,
            Headline(str(there), f"of {len(places)} trusts", self._news(reached, n, scope)),
        )

    @staticmethod
    def _words(there, places, n, scope):
        said = f"{there} of {len(places)}."
        target = scope.phase.target_organisations if scope.phase and not scope.has_place else None
        if target and target < len(places):
            said = f"{there} of {len(places)}; the target of this phase is {target}."
        missing = [one for one in places if not n[one.pk]]
        if not missing:
            return f"{said} Somebody from every trust has been trained."
        is_gap = [one for one in missing if "mental health" in one.note or "community" in one.note]
        if there and len(is_gap) > len(missing) / 2:
            return f"{said} Most of those not reached are mental health and community trusts."
        system, gap = Counter(one.system_name for one in missing).most_common(1)[0]
        if there and gap > len(missing) / 2 and len({one.system_name for one in places}) > 1:
            return f"{said} The gap is in {system}, with {gap} of the {len(missing)} not reached."
        return said

    @staticmethod
    def _news(reached, n, scope):
        not_yet = sum(1 for count in n.values() if not count)
        since = scope.today - 90 * A_DAY
        new = sum(1 for pk, one in reached.items() if n.get(pk) and one.since > since)
        left = f"{not_yet} not yet." if not_yet else "All of them."
        return f"{new} new in the last three months. {left}" if new and not scope.is_period else left


@register
class StaffGroups(Panel):
    slug = "staff-groups"
    question = "Who is in the room?"
    order = 30

    def read(self, scope):
        why = totals.why_not_split(scope)
        if why:
            return Reading(why)
        split = totals.by_staff_group(scope)
        if not split.n:
            return Reading(NOBODY_YET)
        if not any(split.apart.values()):
            return Reading("Too few people so far to show staff groups without pointing at somebody.")
        names = {**scope.choices.groups, "": NOT_SAID}
        apart = {group: n for group, n in split.apart.items() if n or group}
        shares = sorted(apart.items(), key=lambda pair: (pair[0] == "", -pair[1], pair[0]))
        rows = [(names[group], n, round(100 * n / split.n)) for group, n in shares]
        if split.together:
            rows.append((TOGETHER, split.together, round(100 * split.together / split.n)))
        table = Table(
            [
                Column("Staff group"),
                Column("People trained", is_number=True),
                Column("Share", True, unit="%"),
            ],
            rows,
            split.n,
            self._note(split, names),
            SOURCE,
        )
        words = self._words(split, shares, names)
        drawn = [(name, n, f"{share}%", name in {TOGETHER, NOT_SAID}) for name, n, share in rows]
        return Reading(
            words,
            table,
            lambda width, name: bars.draw(
                drawn,
                width,
                name,
                n=split.n,
                title=self.question,
                description=words,
                key="Share of people in the room.  ",
            ),
        )

    @staticmethod
    def _note(split, names):
        if not split.together:
            return ""
        some = say_list(sorted(names[group].lower() for group in split.partly))
        return f"{WHY_TOGETHER} Here all or some of: {some}."

    @staticmethod
    def _words(split, shares, names):
        told = [(names[group], n) for group, n in shares if group and n]
        if not told:
            return f"{say_people(split.n)}, most of whom did not say their staff group."
        said = f"{told[0][0]} most, with {round(100 * told[0][1] / split.n)}%"
        if len(told) > 1:
            said += f"; then {told[1][0].lower()}, with {round(100 * told[1][1] / split.n)}%"
        missing = [names[group].lower() for group, n in shares if group and n == 0]
        return f"{said}. Nobody yet from {_some(missing)}." if missing else f"{said}."


def _some(names):
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]
