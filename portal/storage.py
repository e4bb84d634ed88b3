"""The storage behind ``MEDIA_URL=s3://...``. Django imports this file, and with it the client, only where it is configured."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as NotConnected
from s3transfer.exceptions import RetriesExceededError
from storages.backends.s3 import S3Storage

PAUSE_SECONDS = 10
CLIENT = Config(
    # A request waits in one of a few threads of the web server; the client's own patience is minutes.
    connect_timeout=3,
    read_timeout=10,
    retries={"total_max_attempts": 2, "mode": "standard"},
    s3={"addressing_style": "path"},
    signature_version="s3v4",
    # Checksums that came with boto3 1.36 are refused by older Ceph and by other makers' stores.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


class StoreError(OSError):
    """The object store refused something or does not answer. An ``OSError``, as with a disk: Wagtail expects nothing else."""


class ObjectStore(S3Storage):
    """Files in an S3-compatible object store. After a time-out it is left alone for some seconds, so that a page with many
    pictures does not wait for each of them.
    """

    def __init__(self, **options):
        super().__init__(**{"client_config": CLIENT, **options})
        self._silent_until = 0.0

    @contextmanager
    def _asked(self) -> Iterator[None]:
        if time.monotonic() < self._silent_until:
            raise StoreError("The object store did not answer a moment ago")
        try:
            yield
        except (NotConnected, HTTPClientError, RetriesExceededError) as error:
            self._silent_until = time.monotonic() + PAUSE_SECONDS
            raise StoreError(f"The object store does not answer: {error}") from error
        except (BotoCoreError, Boto3Error, ClientError) as error:
            raise StoreError(f"The object store refuses: {error}") from error

    def _open(self, name, mode="rb"):
        with self._asked():
            file = super()._open(name, mode)
            if "r" in mode:
                # The content is fetched now and not at the first read, where nobody expects an error of the store.
                try:
                    file.open(mode)
                except BaseException:
                    file.close()
                    raise
            return file

    def _save(self, name, content):
        with self._asked():
            return super()._save(name, content)

    def exists(self, name):
        with self._asked():
            return super().exists(name)

    def size(self, name):
        with self._asked():
            return super().size(name)

    def delete(self, name):
        with self._asked():
            super().delete(name)
