"""What a page or a file says of the small cascade."""

import csv
import io
import re

PAGES = ("/cascade/", "/cascade/people/", "/cascade/waiting/")


def names(text):
    return re.findall(r"(Amira Haddad|Ben Ali|Cleo Price|Dev Rao)", text)


def rows_of(text):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
