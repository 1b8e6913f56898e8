"""Invented terms of a stated size, the same for the same seed: for the tests and for measuring."""

from random import Random

from facilitators.rota.problem import Choice, Need, Person, Problem

GROUPS = ("medical", "nursing", "allied health", "scientific", "administrative")


def invented(sessions, people, *, seed=1, weeks=13, days_said=0.3):
    """A Problem: sessions on weekday mornings and afternoons over `weeks`, people of whom each said of about
    `days_said` of the half days that they are free."""
    chance = Random(seed)  # noqa: S311  no secret
    everybody = [
        Person(
            key=who,
            group=chance.choices(GROUPS, (40, 30, 15, 8, 7))[0],
            organisation=chance.randint(1, max(2, people // 12)),
            is_new=chance.random() < 0.5,
            limits={month: chance.choice((1, 2, 2, 3)) for month in range(weeks // 4 + 1)},
            had=chance.choice((0, 0, 0, 1, 2)),
            share=chance.randint(2, 8),
        )
        for who in range(people)
    ]
    leads = {who for who in range(people) if chance.random() < 0.4}
    said = [
        {slot: chance.random() < 0.25 for slot in range(weeks * 10) if chance.random() < days_said}
        for _ in range(people)
    ]
    where = [(chance.random() * 60, chance.random() * 60) for _ in range(people)]
    needs = []
    for session in range(sessions):
        slot = chance.randrange(weeks * 10)
        day = slot // 10 * 7 + slot % 10 // 2
        start = day * 24 + (8 if slot % 2 == 0 else 12.5)
        x, y = chance.random() * 60, chance.random() * 60
        choices = []
        for who in range(people):
            if slot not in said[who]:
                continue
            miles = ((where[who][0] - x) ** 2 + (where[who][1] - y) ** 2) ** 0.5
            if miles > 45:
                continue
            cost = round(miles) + (80 if said[who][slot] else 0)
            choices.append(Choice(who, cost if who in leads else None, cost))
        size = chance.choice((2, 2, 2, 3))
        needs.append(Need(session, slot // 40, start, start + 5, size, tuple(choices), {}))
    return Problem(everybody, needs)
