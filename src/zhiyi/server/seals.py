"""Ciphers and signatures by the `cryptography` package, behind the port of the kernel."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher as BlockCipher
from cryptography.hazmat.primitives.ciphers import algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from zhiyi.kernel.messages import DataError, Message
from zhiyi.kernel.seals import Choice, Cipher, Seals

_NONCE_BYTES = 12  # NIST SP 800-38D §5.2.1.1 recommends 96 bits
_TAG_BYTES = 16
_ED25519_BYTES = 32


@dataclass(frozen=True, slots=True)
class AesGcm:
    """AES-256 in Galois counter mode (NIST SP 800-38D). The nonce is random and stands before the ciphertext.

    One key serves 2³² texts at most (§8.3); change keys long before.
    """

    nonces: Callable[[int], bytes] = os.urandom
    name = "aes-256-gcm"

    def encrypt(self, plain: bytes, *, key: bytes, associated: bytes) -> bytes:
        """Nonce, ciphertext and tag. Raises DataError for a key that is not 32 bytes long."""
        nonce = self.nonces(_NONCE_BYTES)
        return nonce + AESGCM(_of_length(key, 32, self.name)).encrypt(nonce, plain, associated)

    def decrypt(self, sealed: bytes, *, key: bytes, associated: bytes) -> bytes | None:
        """The plain bytes, or None where they are not authentic. Raises DataError for a key that is not 32 bytes."""
        gcm = AESGCM(_of_length(key, 32, self.name))
        if len(sealed) < _NONCE_BYTES + _TAG_BYTES:
            return None
        try:
            return gcm.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], associated)
        except InvalidTag:
            return None


@dataclass(frozen=True, slots=True)
class Sm4Gcm:
    """SM4 (GB/T 32907-2016) in Galois counter mode (RFC 8998). The nonce is random and stands before the ciphertext."""

    nonces: Callable[[int], bytes] = os.urandom
    name = "sm4-gcm"

    def encrypt(self, plain: bytes, *, key: bytes, associated: bytes) -> bytes:
        """Nonce, ciphertext and tag. Raises DataError for a key that is not 16 bytes long."""
        nonce = self.nonces(_NONCE_BYTES)
        work = BlockCipher(algorithms.SM4(_of_length(key, 16, self.name)), modes.GCM(nonce)).encryptor()
        work.authenticate_additional_data(associated)
        return nonce + work.update(plain) + work.finalize() + work.tag

    def decrypt(self, sealed: bytes, *, key: bytes, associated: bytes) -> bytes | None:
        """The plain bytes, or None where they are not authentic. Raises DataError for a key that is not 16 bytes."""
        algorithm = algorithms.SM4(_of_length(key, 16, self.name))
        if len(sealed) < _NONCE_BYTES + _TAG_BYTES:
            return None
        nonce, body, tag = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:-_TAG_BYTES], sealed[-_TAG_BYTES:]
        work = BlockCipher(algorithm, modes.GCM(nonce, tag)).decryptor()
        work.authenticate_additional_data(associated)
        plain = work.update(body)
        try:
            return plain + work.finalize()
        except InvalidTag:
            return None


@dataclass(frozen=True, slots=True)
class Ed25519:
    """Ed25519 signatures (RFC 8032) over raw keys of 32 bytes."""

    name = "ed25519"

    def sign(self, content: bytes, *, private_key: bytes) -> bytes:
        """The signature, 64 bytes. Raises DataError for a key that is not 32 bytes long."""
        raw = _of_length(private_key, _ED25519_BYTES, self.name)
        return Ed25519PrivateKey.from_private_bytes(raw).sign(content)

    def verify(self, content: bytes, signature: bytes, *, public_key: bytes) -> bool:
        """Whether the signature holds. Raises DataError for a key that is not 32 bytes long."""
        raw = _of_length(public_key, _ED25519_BYTES, self.name)
        try:
            Ed25519PublicKey.from_public_bytes(raw).verify(signature, content)
        except InvalidSignature:
            return False
        return True

    def public_key(self, private_key: bytes) -> bytes:
        """The public key of a private one. Raises DataError for a key that is not 32 bytes long."""
        raw = _of_length(private_key, _ED25519_BYTES, self.name)
        return Ed25519PrivateKey.from_private_bytes(raw).public_key().public_bytes_raw()


def seals(choice: Choice | None = None) -> Seals:
    """Every algorithm that this machine can compute, with the chosen ones for new data.

    Raises:
        AlgorithmMissing: a chosen algorithm cannot be computed here; for `sm2` always, until an adapter stands here.
    """
    ciphers: list[Cipher] = [AesGcm()]
    if _offers_sm4_gcm():
        ciphers.append(Sm4Gcm())
    made = Seals(ciphers=ciphers, signers=[Ed25519()], choice=choice)
    made.require_choice()
    return made


def _offers_sm4_gcm() -> bool:
    """Whether the OpenSSL inside `cryptography` was built with SM4-GCM."""
    try:
        BlockCipher(algorithms.SM4(bytes(16)), modes.GCM(bytes(_NONCE_BYTES))).encryptor()
    except UnsupportedAlgorithm:
        return False
    return True


def _of_length(key: bytes, length: int, name: str) -> bytes:
    if len(key) != length:
        raise DataError(Message("seal.key_length", name=name, length=length, given=len(key)))
    return key
