"""Files that people send: taken here and nowhere else.

What a file is follows from its content, never from its name. Pictures are drawn anew, so that nothing of where, when
and with what they were taken stays; papers that can run something are refused; nothing passes by the virus check.
"""

from husly.kit.uploads.kinds import EVIDENCE, PICTURES, Kind
from husly.kit.uploads.names import safe_name
from husly.kit.uploads.reading import LARGEST_MB, Upload, preview_of, read_upload
from husly.kit.uploads.scanning import EICAR, Scanner, refuse_infected

__all__ = [
    "EICAR",
    "EVIDENCE",
    "LARGEST_MB",
    "PICTURES",
    "Kind",
    "Scanner",
    "Upload",
    "preview_of",
    "read_upload",
    "refuse_infected",
    "safe_name",
]
