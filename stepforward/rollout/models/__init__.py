from stepforward.rollout.models.fact import Fact
from stepforward.rollout.models.phase import Phase

__all__ = ["Fact", "Phase"]
