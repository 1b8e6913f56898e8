"""What this floor measures of itself."""

from facilitators import crowded_calendar
from facilitators.cascade import bench as cascade
from facilitators.fairness import bench as fairness
from facilitators.rota import measuring
from facilitators.suggesting import bench
from stepforward.measuring.registry import register

register("calendar", crowded_calendar)
register("cascade", cascade)
register("suggesting", bench)
register("rota", measuring)
register("fairness", fairness)
