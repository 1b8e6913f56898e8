"""How much speaks for somebody, and for a team, in points. Arithmetic on whole numbers; it asks nothing."""

HALF_A_YEAR = 6  # months


def points_of(person, weights):
    """What somebody adds to a team in which they deliver: nothing, or less."""
    off = weights.if_needed if person.if_needed else 0
    off += weights.miles * (person.miles or 0) // 10
    off += weights.fairness * person.lately // (HALF_A_YEAR * max(person.a_month, 1))
    return -off


def points_as_shadow(person, weights):
    """What somebody adds as a shadow; where that is not above nothing, they had better not come."""
    return points_of(person, weights) + (weights.shadows // person.wants if person.wants else 0)


def points_together(people, weights):
    """What speaks for these people, who deliver together, beside what each adds."""
    points = weights.staff_groups * further(one.staff_group for one in people)
    points += weights.organisations * further(one.organisation for one in people)
    return points + (weights.newness if mixes_experience(people) else 0)


def further(known):
    """How many different ones there are beside the first; what is not known counts for nothing."""
    return max(len({one for one in known if one}) - 1, 0)


def mixes_experience(people):
    return len({one.is_new for one in people}) == 2
