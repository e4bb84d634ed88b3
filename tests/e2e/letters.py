"""Letters that a running portal writes into a folder instead of sending them."""

import email
import re
import time
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit


class Letters:
    """The folder of ``EMAIL_URL=filemail://…``. Each letter is given out once."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.read: set[Path] = set()

    def next_to(self, address: str, seconds: float = 20) -> EmailMessage:
        """The next letter to an address; fails if none comes."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for path in sorted(set(self.folder.glob("*.log")) - self.read, key=lambda path: path.stat().st_mtime_ns):
                for text in path.read_bytes().split(b"-" * 79 + b"\n"):
                    message = email.message_from_bytes(text, policy=default)
                    if address in str(message["To"]):
                        self.read.add(path)
                        return message
            time.sleep(0.2)
        raise AssertionError(f"no letter to {address}")

    def none_to(self, address: str, seconds: float = 2) -> bool:
        """Whether no letter to an address comes within the time."""
        try:
            self.next_to(address, seconds)
        except AssertionError:
            return True
        return False


def link_in(message: EmailMessage, part: str) -> str:
    """Path of the first address in the text of a letter that contains ``part``."""
    text = message.get_body(("plain",)).get_content()
    address = next(found for found in re.findall(r"https?://\S+", text) if part in found)
    return urlsplit(address).path
