"""At which hours we write to people of our own accord."""

from stepforward.ui.wording import in_london

NOT_BEFORE = 8  # o'clock in London


def is_too_early(now):
    return in_london(now).hour < NOT_BEFORE
