"""The one port for digests, ciphers and signatures. What it makes names its algorithm and, where it has one, its key.

`sha256:<hex>` · `aes-256-gcm:<key id>:<base64url>` · `ed25519:<key id>:<base64url>`

So data written under one algorithm stays readable after another is chosen, and a city that must use the national
algorithms selects `sm3`, `sm4-gcm` and `sm2`. The standard library brings the digests; ciphers and signatures are
adapters that the server registers.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeVar

from zhiyi.kernel.messages import DataError, Message, ZhiyiError

Adapter = TypeVar("Adapter")


class Purpose(StrEnum):
    """What an algorithm is for."""

    DIGEST = "digest"
    CIPHER = "cipher"
    SIGNATURE = "signature"


# Every name that may stand in data, whether or not an adapter is there. A name is never given a second meaning.
ALGORITHMS: Mapping[str, Purpose] = {
    "sha256": Purpose.DIGEST,
    "sm3": Purpose.DIGEST,
    "aes-256-gcm": Purpose.CIPHER,
    "sm4-gcm": Purpose.CIPHER,
    "ed25519": Purpose.SIGNATURE,
    "sm2": Purpose.SIGNATURE,
}
_DIGEST = re.compile(r"[a-z0-9-]+:(?:[0-9a-f]{2})+")
_KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class AlgorithmMissing(ZhiyiError):
    """The algorithm is known, and nothing here can compute it. The message names what is missing."""


class Digester(Protocol):
    """Computes a digest."""

    @property
    def name(self) -> str:
        """A name of ALGORITHMS."""

    def digest(self, content: bytes) -> bytes:
        """The digest of `content`."""


class Cipher(Protocol):
    """Encrypts with authentication: what was changed, or is read with other associated data, does not decrypt."""

    @property
    def name(self) -> str:
        """A name of ALGORITHMS."""

    def encrypt(self, plain: bytes, *, key: bytes, associated: bytes) -> bytes:
        """Nonce and ciphertext under a fresh nonce. Raises DataError for a key of the wrong length."""

    def decrypt(self, sealed: bytes, *, key: bytes, associated: bytes) -> bytes | None:
        """The plain bytes, or None where they are not authentic. Raises DataError for a key of the wrong length."""


class Signer(Protocol):
    """Signs and verifies."""

    @property
    def name(self) -> str:
        """A name of ALGORITHMS."""

    def sign(self, content: bytes, *, private_key: bytes) -> bytes:
        """The signature. Raises DataError for a malformed key."""

    def verify(self, content: bytes, signature: bytes, *, public_key: bytes) -> bool:
        """Whether the signature is of this content by the holder of the key. Raises DataError for a malformed key."""


@dataclass(frozen=True, slots=True)
class Key:
    """Key bytes under an id that is stored beside what they seal; the bytes never show in a repr.

    Raises:
        DataError: the id is not 1 to 64 of ASCII letters, digits, `_` and `-`.
    """

    id: str
    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not _KEY_ID.fullmatch(self.id):
            raise DataError(Message("seal.bad_key_id", id=self.id))


@dataclass(frozen=True, slots=True)
class Hashlib:
    """A digest of the standard library, under the name that hashlib knows it by."""

    name: str

    def digest(self, content: bytes) -> bytes:
        """The digest of `content`."""
        return hashlib.new(self.name, content, usedforsecurity=True).digest()


def hashlib_digesters() -> tuple[Digester, ...]:
    """SHA-256, and SM3 where the OpenSSL under this Python offers it."""
    found: list[Digester] = []
    for name in (name for name, purpose in ALGORITHMS.items() if purpose is Purpose.DIGEST):
        try:
            hashlib.new(name)
        except ValueError:
            continue
        found.append(Hashlib(name))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Choice:
    """Algorithms for what is newly written. What is read names its own.

    Raises:
        DataError: a name is unknown or serves another purpose.
    """

    digest: str = "sha256"
    cipher: str = "aes-256-gcm"
    signature: str = "ed25519"

    def __post_init__(self) -> None:
        for purpose in Purpose:
            _known(getattr(self, purpose), purpose)


class Seals:
    """The algorithms at hand, by name, and the choice for new data."""

    def __init__(
        self,
        *,
        digesters: Iterable[Digester] | None = None,
        ciphers: Iterable[Cipher] = (),
        signers: Iterable[Signer] = (),
        choice: Choice | None = None,
    ) -> None:
        """Without `digesters` those of the standard library serve; without `choice` the default one."""
        self.choice = choice or Choice()
        self._digesters = {one.name: one for one in (hashlib_digesters() if digesters is None else digesters)}
        self._ciphers = {one.name: one for one in ciphers}
        self._signers = {one.name: one for one in signers}

    def require_choice(self) -> None:
        """Refuse a choice that cannot be computed here, so that a server does not start on it.

        Raises:
            AlgorithmMissing: names the algorithm and what it needs.
        """
        self._digester(self.choice.digest)
        self._cipher(self.choice.cipher)
        self._signer(self.choice.signature)

    def digest(self, content: bytes) -> str:
        """The digest in hexadecimal, after the name of the algorithm and a colon."""
        return f"{self.choice.digest}:{self._digester(self.choice.digest).digest(content).hex()}"

    def verify_digest(self, digest: str, content: bytes) -> bool:
        """Whether `content` has this digest, by the algorithm that the digest names.

        Raises:
            DataError: the digest is malformed or names an unknown algorithm.
            AlgorithmMissing: the algorithm cannot be computed here.
        """
        if not _DIGEST.fullmatch(digest):
            raise DataError(Message("seal.malformed", text=_start_of(digest)))
        name, _, hexadecimal = digest.partition(":")
        return hmac.compare_digest(self._digester(name).digest(content), bytes.fromhex(hexadecimal))

    def chained(self, previous: str, content: bytes) -> str:
        """The digest of one link of a chain: of the digest before it, empty for the first link, and of `content`.

        Raises:
            DataError: `previous` is not a digest.
        """
        return self.digest(_link(previous, content))

    def verify_link(self, digest: str, previous: str, content: bytes) -> bool:
        """Whether `digest` is the link that `chained` makes after `previous`, by the algorithm that it names.

        Raises:
            DataError: a digest is malformed or names an unknown algorithm.
            AlgorithmMissing: the algorithm cannot be computed here.
        """
        return self.verify_digest(digest, _link(previous, content))

    def encrypt(self, plain: bytes, *, key: Key, associated: bytes = b"") -> str:
        """Ciphertext that only the same key and the same associated data open.

        The associated data says where the text belongs, such as table, column and row, and is not stored: a ciphertext
        moved to another row does not open there. Algorithm and key id are sealed with it.

        Raises:
            AlgorithmMissing: the chosen algorithm cannot be computed here.
            DataError: the key has the wrong length.
        """
        head = f"{self.choice.cipher}:{key.id}:"
        cipher = self._cipher(self.choice.cipher)
        return head + _text_of(cipher.encrypt(plain, key=key.secret, associated=head.encode() + associated))

    def decrypt(self, sealed: str, *, keys: Iterable[Key], associated: bytes = b"") -> bytes:
        """What `encrypt` sealed.

        Raises:
            DataError: malformed, its key is not among `keys`, or it was changed or belongs elsewhere.
            AlgorithmMissing: the algorithm cannot be computed here.
        """
        name, key_id, body = _parts_of(sealed)
        cipher, key = self._cipher(name), _key_named(key_id, keys)
        plain = cipher.decrypt(body, key=key.secret, associated=f"{name}:{key_id}:".encode() + associated)
        if plain is None:
            raise DataError(Message("seal.not_authentic", key=key_id))
        return plain

    def sign(self, content: bytes, *, key: Key) -> str:
        """A signature by a private key, under the key's id.

        Raises:
            AlgorithmMissing: the chosen algorithm cannot be computed here.
            DataError: the key is malformed.
        """
        signature = self._signer(self.choice.signature).sign(content, private_key=key.secret)
        return f"{self.choice.signature}:{key.id}:{_text_of(signature)}"

    def verify(self, signature: str, content: bytes, *, keys: Iterable[Key]) -> bool:
        """Whether `content` was signed so by the holder of the public key that the signature names.

        Raises:
            DataError: malformed, or its key is not among `keys`: then nobody can say whether it holds.
            AlgorithmMissing: the algorithm cannot be computed here.
        """
        name, key_id, body = _parts_of(signature)
        return self._signer(name).verify(content, body, public_key=_key_named(key_id, keys).secret)

    def _digester(self, name: str) -> Digester:
        return _present(self._digesters, name, Purpose.DIGEST)

    def _cipher(self, name: str) -> Cipher:
        return _present(self._ciphers, name, Purpose.CIPHER)

    def _signer(self, name: str) -> Signer:
        return _present(self._signers, name, Purpose.SIGNATURE)


def chained(previous: str, content: bytes) -> str:
    """`Seals.chained` with SHA-256, for what must chain before any setting is read."""
    return Seals().chained(previous, content)


def canonical_json(value: object) -> bytes:
    """The one way to write a value as JSON, for digests and signatures: equal values give equal bytes.

    Keys in order of their code points, no spaces, UTF-8 with no escapes but those that JSON demands. Text is taken as
    it is, so that two Unicode spellings of one word stay different.

    Raises:
        DataError: a float (its digits are a matter of taste: write a Decimal as text), a key that is no string, text
            that is no Unicode, or a value that JSON does not know. The message says where.
    """
    _refuse_strangers(value, "$")
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    try:
        return text.encode()
    except UnicodeEncodeError as fault:
        raise DataError(Message("seal.json_not_unicode", text=ascii(text[fault.start : fault.end]))) from fault


def _refuse_strangers(value: object, path: str) -> None:
    match value:
        case None | bool() | int() | str():
            return
        case list() | tuple():
            for index, part in enumerate(value):
                _refuse_strangers(part, f"{path}[{index}]")
        case dict():
            for key, part in value.items():
                if not isinstance(key, str):
                    raise DataError(Message("seal.json_key", path=path, key=repr(key)))
                _refuse_strangers(part, f"{path}.{key}")
        case float():
            raise DataError(Message("seal.json_float", path=path, value=repr(value)))
        case _:
            raise DataError(Message("seal.json_type", path=path, type=type(value).__name__))


def _known(name: str, purpose: Purpose) -> None:
    if ALGORITHMS.get(name) is not purpose:
        known = tuple(known for known, serves in ALGORITHMS.items() if serves is purpose)
        raise DataError(Message("seal.unknown_algorithm", name=_start_of(name), known=known))


def _present(adapters: Mapping[str, Adapter], name: str, purpose: Purpose) -> Adapter:
    _known(name, purpose)
    if name not in adapters:
        needs = Message(f"seal.needs.{name.replace('-', '_')}")
        raise AlgorithmMissing(Message("seal.missing", name=name, needs=needs))
    return adapters[name]


def _link(previous: str, content: bytes) -> bytes:
    """What a link is the digest of. A digest holds no line end, so no two pairs give the same bytes."""
    if previous and not _DIGEST.fullmatch(previous):
        raise DataError(Message("seal.malformed", text=_start_of(previous)))
    return previous.encode() + b"\n" + content


def _key_named(key_id: str, keys: Iterable[Key]) -> Key:
    for key in keys:
        if key.id == key_id:
            return key
    raise DataError(Message("seal.no_such_key", key=key_id))


def _parts_of(sealed: str) -> tuple[str, str, bytes]:
    name, _, rest = sealed.partition(":")
    key_id, _, body = rest.partition(":")
    try:
        return name, key_id, base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
    except ValueError as fault:
        raise DataError(Message("seal.malformed", text=_start_of(sealed))) from fault


def _text_of(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _start_of(text: str) -> str:
    """Enough of a text to find it, too little to leak or flood."""
    return text if len(text) <= 24 else text[:24] + "…"
