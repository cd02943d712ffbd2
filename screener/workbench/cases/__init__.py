"""Every case that conditions tell apart, without trying every patient.

`Cases` answers which joint values some conditions can have, each with the answers of a patient who shows it.

`speaking` (what a condition speaks of) -> `lists` and `candidates` (answers to try, then those that are told
apart) -> `table` (formulas over independent answers) -> `cases` (conditions in, patients out).
"""

from screener.workbench.cases.cases import Cases
from screener.workbench.cases.table import TooMany

__all__ = ["Cases", "TooMany"]
