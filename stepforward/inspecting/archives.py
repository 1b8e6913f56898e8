"""Zip archives, which office documents are: what one says it holds, looked at without unpacking it."""

import zipfile
from dataclasses import dataclass

MACROS = ("vbaproject.bin", "vbadata.xml")


class Damaged(Exception):
    """This is no zip archive that can be read."""


@dataclass(frozen=True)
class Archive:
    parts: list  # of zipfile.ZipInfo

    @property
    def names(self):
        return {part.filename.lower() for part in self.parts}

    @property
    def has_macros(self):
        """Programs of Microsoft's office documents, whatever the file is called."""
        return any(name.endswith(MACROS) or "macrosheets/" in name for name in self.names)

    def unpacked(self, *, outside=None):
        """Bytes of all parts together, as the archive states them, without those in the folder `outside`.
        zipfile itself never unpacks more of a part than it states."""
        return sum(
            part.file_size
            for part in self.parts
            if outside is None or not part.filename.lower().startswith(outside)
        )


def look_into(file):
    """The Archive in a seekable binary `file`. Raises Damaged."""
    try:
        with zipfile.ZipFile(file) as archive:
            return Archive(archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Damaged from error
    finally:
        file.seek(0)
