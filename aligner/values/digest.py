"""A digest of texts, by which a project finds what it keeps."""

import hashlib


def digest(*parts: str) -> str:
    """Return a digest of a sequence of texts: 32 hexadecimal digits."""
    found = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        found.update(len(data).to_bytes(8, "little"))
        found.update(data)
    return found.hexdigest()
