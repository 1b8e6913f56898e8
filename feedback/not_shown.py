"""What a scope keeps back, and why, in words."""

from feedback.evaluation import evaluated
from feedback.sections.response import WAVE_NAMES
from feedback.small_numbers import IN_MANY
from stepforward.ui.wording import say_list


def not_shown(scope):
    """Sentences, one for each wave that keeps something back."""
    evaluation, found = scope.once(evaluated), []
    for wave, name in WAVE_NAMES.items():
        asked = evaluation.questions[wave].values()
        kept_back = [f"“{one.text}”" for one in asked if (wave, one.code) not in evaluation.cells]
        if asked and len(kept_back) == len(asked):
            found.append(f"{name}: nothing yet. Answers are shown in steps of {IN_MANY} people or more.")
        elif kept_back:
            found.append(f"{name}: {say_list(kept_back)}, because too few have answered.")
    return found
