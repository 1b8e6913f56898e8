class Refused(Exception):
    """Something that cannot be done now; `why` is a sentence for whoever asked, `field` the form's field it
    is about. Floors name their own kinds; a view that catches Refused catches those of every floor."""

    def __init__(self, why, *, field=None):
        super().__init__(why)
        self.why, self.field = why, field
