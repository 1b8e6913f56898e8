import re
import unicodedata


def words_of(text):
    """Lower-case words without accents or signs: "E-mail (for certificate)" is email, for, certificate."""
    plain = (
        unicodedata.normalize("NFKD", str(text).replace("£", " pounds "))
        .encode("ascii", "ignore")
        .decode()
        .lower()
    )
    return re.findall(r"[a-z0-9]+", plain.replace("e-mail", "email").replace("'", "").replace("&", " and "))


def squeezed(text):
    """One form for texts that say the same, for comparing."""
    return " ".join(words_of(text))
