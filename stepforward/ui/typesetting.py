"""Paper: a tagged PDF (PDF/UA-1) from a Typst template. What people wrote is data, never markup."""

import typst


def typeset(page, said, *, at):
    """Bytes. `said` is {name: text}, which the template reads as `sys.inputs`. The same at the same moment
    gives the same paper."""
    options = {"sys_inputs": said, "timestamp": round(at.timestamp())}
    try:
        return typst.compile(page, pdf_standards=["ua-1"], **options)
    except typst.TypstError:
        # A letter that no font here has: the standard forbids that, but people still get their paper.
        return typst.compile(page, **options)
