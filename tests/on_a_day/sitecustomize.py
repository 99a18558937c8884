"""Sets the clock of each Python that starts with this folder in its path, and of those that it starts itself.

Python imports it by its name before anything else. The clock then runs on from `YINUO_MACHINE_DAY`.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime

with suppress(ImportError):  # a Python without our packages keeps its own clock
    import time_machine

    time_machine.travel(datetime.fromisoformat(os.environ["YINUO_MACHINE_DAY"]), tick=True).start()
