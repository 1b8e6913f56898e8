"""The keys of a file's rows so far, each in some two hundred bytes, because a file may have 100,000."""

BITS = 96  # of a hash: among 100,000 rows, two are mistaken for one in about 16,000,000,000,000,000,000 files


class Seen:
    def __init__(self):
        self.rows, self.sheets = {}, {}

    def first(self, one):
        """(where, whether it says the same) of the row that had this one's key before; None where it is the
        first."""
        key, content = _short(one.key), _short(one.content)
        sheet = self.sheets.setdefault(one.sheet, len(self.sheets))
        packed = self.rows.setdefault(key, (content << 52) | (sheet << 32) | one.row)
        row, kept = packed & 0xFFFFFFFF, packed >> 52
        number = (packed >> 32) & 0xFFFFF
        if (number, row) == (sheet, one.row):
            return None
        title = next(title for title, place in self.sheets.items() if place == number)
        return f"row {row}" + (f" of “{title}”" if title else ""), kept == content


def _short(digest):
    return int(digest[: BITS // 4] or "0", 16)
