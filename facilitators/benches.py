from facilitators import crowded_calendar
from stepforward.measuring.registry import register

register("calendar", crowded_calendar)
