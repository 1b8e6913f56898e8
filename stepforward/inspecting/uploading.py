from django.core.files.uploadhandler import TemporaryFileUploadHandler

MOST_KEPT = 21_000_000  # bytes, a little more than any form here takes


class BoundedUpload(TemporaryFileUploadHandler):
    """A large file on its way in. Of one that no form takes only the size is kept to its end, so that it
    fills no disk and the form can say that it is too large."""

    def receive_data_chunk(self, raw_data, start):
        if start < MOST_KEPT:
            super().receive_data_chunk(raw_data, start)
