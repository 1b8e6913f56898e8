from stepforward.importing.models.line import Line
from stepforward.importing.models.meaning import Meaning
from stepforward.importing.models.moved import Moved
from stepforward.importing.models.pass_over import Pass
from stepforward.importing.models.run import Run

__all__ = ["Line", "Meaning", "Moved", "Pass", "Run"]
