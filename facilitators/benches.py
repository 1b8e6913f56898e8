"""What this floor measures of itself."""

from facilitators import crowded_calendar
from facilitators.rota import measuring
from facilitators.suggesting import bench
from stepforward.measuring.registry import register

register("calendar", crowded_calendar)
register("suggesting", bench)
register("rota", measuring)
