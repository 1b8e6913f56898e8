"""File names that every system takes, in people's own words."""

FORBIDDEN = '\\/:*?"<>|'
LONGEST = 150  # characters, before the ending


def file_name(said, ending):
    """ "Zoë’s slides: day 1" with "pptx" gives "Zoë’s slides day 1.pptx"."""
    letters = "".join(letter for letter in said if letter.isprintable() and letter not in FORBIDDEN)
    name = letters[:LONGEST].strip(" .") or "file"
    return f"{name.removesuffix(f'.{ending}')}.{ending}"
