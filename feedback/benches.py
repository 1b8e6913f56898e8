"""What this floor measures of itself."""

from feedback import full_room
from stepforward.measuring.registry import register

register(full_room.NAME, full_room)
