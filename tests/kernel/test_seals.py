"""Digests, ciphers and signatures: the vectors of their standards, and what the port refuses."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.refusals import refusal_of
from zhiyi.kernel.messages import DataError
from zhiyi.kernel.seals import (
    ALGORITHMS,
    AlgorithmMissing,
    Choice,
    Hashlib,
    Key,
    Seals,
    canonical_json,
    chained,
    hashlib_digesters,
)
from zhiyi.server.seals import AesGcm, Ed25519, Sm4Gcm, seals

HEX = bytes.fromhex
SHA256_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-4, example "abc"
SM3_ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"  # GB/T 32905-2016, A.1
SM3_64 = "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"  # GB/T 32905-2016, A.2


def test_sha256_gives_the_value_of_its_standard():
    assert Seals().digest(b"abc") == f"sha256:{SHA256_ABC}"


def test_sm3_gives_the_values_of_its_standard():
    chosen = Seals(choice=Choice(digest="sm3"))
    assert chosen.digest(b"abc") == f"sm3:{SM3_ABC}"
    assert chosen.digest(b"abcd" * 16) == f"sm3:{SM3_64}"


def test_a_digest_is_verified_by_the_algorithm_that_it_names_whatever_is_chosen():
    for chosen in (Seals(), Seals(choice=Choice(digest="sm3"))):
        assert chosen.verify_digest(f"sha256:{SHA256_ABC}", b"abc")
        assert chosen.verify_digest(f"sm3:{SM3_ABC}", b"abc")
        assert not chosen.verify_digest(f"sha256:{SM3_ABC}", b"abc")
        assert not chosen.verify_digest(f"sha256:{SHA256_ABC}", b"abd")
        assert not chosen.verify_digest(f"sha256:{SHA256_ABC[:-2]}", b"abc")


@pytest.mark.parametrize(
    "digest",
    ["", "sha256", "sha256:", SHA256_ABC, "sha256:xyz", f"sha256: {SHA256_ABC}", f"sha256:{SHA256_ABC.upper()}"],
)
def test_what_is_no_digest_is_refused(digest):
    assert refusal_of(lambda: Seals().verify_digest(digest, b"abc"), DataError).key == "seal.malformed"


def test_an_unknown_algorithm_is_refused_with_the_known_names():
    refusal = refusal_of(lambda: Seals().verify_digest("md5:00", b"abc"), DataError)
    assert refusal.params == {"name": "md5", "known": ("sha256", "sm3")}


@pytest.mark.parametrize("wrong", [{"digest": "ed25519"}, {"cipher": "sha256"}, {"signature": "rsa"}])
def test_a_choice_of_an_algorithm_of_another_purpose_is_refused(wrong):
    assert refusal_of(lambda: Choice(**wrong), DataError).key == "seal.unknown_algorithm"


def test_sm3_without_an_openssl_that_has_it_is_missing_by_name():
    bare = Seals(digesters=[Hashlib("sha256")], choice=Choice(digest="sm3"))
    refusal = refusal_of(lambda: bare.digest(b"abc"), AlgorithmMissing)
    assert (refusal.key, refusal.params["name"], refusal.params["needs"].key) == (
        "seal.missing",
        "sm3",
        "seal.needs.sm3",
    )


@pytest.mark.parametrize("chosen", [Choice(signature="sm2"), Choice(cipher="sm4-gcm"), Choice(digest="sm3"), Choice()])
def test_every_reserved_algorithm_that_is_missing_says_what_it_needs(chosen):
    bare = Seals(digesters=[], choice=chosen)
    assert refusal_of(bare.require_choice, AlgorithmMissing).key == "seal.missing"


def test_the_standard_library_always_brings_sha256():
    assert "sha256" in {one.name for one in hashlib_digesters()} <= set(ALGORITHMS)


# --- chains


def test_a_link_depends_on_the_link_before_it_and_on_its_content():
    first = chained("", b"one")
    assert first == Seals().digest(b"\none")
    assert chained(first, b"two") == Seals().digest(first.encode() + b"\ntwo")
    assert len({first, chained("", b"two"), chained(first, b"one"), chained(first, b"two")}) == 4


def test_a_chain_may_change_its_algorithm_on_the_way():
    old, new = Seals(), Seals(choice=Choice(digest="sm3"))
    first = old.chained("", b"one")
    second = new.chained(first, b"two")
    assert old.verify_link(first, "", b"one")
    assert old.verify_link(second, first, b"two")
    assert not old.verify_link(second, first, b"tvo")
    assert not old.verify_link(second, second, b"two")


def test_a_link_after_something_that_is_no_digest_is_refused():
    assert refusal_of(lambda: chained("sha256:12\n", b""), DataError).key == "seal.malformed"


@given(st.lists(st.binary(max_size=20), min_size=1, max_size=8), st.data())
def test_changing_dropping_or_swapping_a_link_breaks_the_chain(contents, data):
    def verified(digests, contents):
        before = ["", *digests[:-1]]
        return all(map(Seals().verify_link, digests, before, contents))

    digests, previous = [], ""
    for content in contents:
        previous = chained(previous, content)
        digests.append(previous)
    assert verified(digests, contents)
    at = data.draw(st.integers(0, len(contents) - 1))
    assert not verified(digests, [*contents[:at], contents[at] + b"!", *contents[at + 1 :]])
    if at < len(contents) - 1:
        assert not verified(digests[:at] + digests[at + 1 :], contents[:at] + contents[at + 1 :])


# --- canonical JSON


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": [True, None, "宜"]}, '{"a":[true,null,"宜"],"b":1}'),
        ((1, 2), "[1,2]"),
        ({}, "{}"),
        ('a"\\\n\x00', '"a\\"\\\\\\n\\u0000"'),
        (10**30, "1" + "0" * 30),
        ({"é": 1, "z": 2, "Z": 3}, '{"Z":3,"z":2,"é":1}'),  # by code point
        (-0, "0"),
    ],
)
def test_a_value_has_one_way_of_writing(value, written):
    assert canonical_json(value) == written.encode()


@pytest.mark.parametrize(
    ("value", "key", "path"),
    [
        (0.1, "seal.json_float", "$"),
        ({"a": [1, {"b": 1.0}]}, "seal.json_float", "$.a[1].b"),
        ([float("nan")], "seal.json_float", "$[0]"),
        ({"a": Decimal("0.1")}, "seal.json_type", "$.a"),
        ({"a": {1, 2}}, "seal.json_type", "$.a"),
        ({1: "a"}, "seal.json_key", "$"),
        ({None: "a"}, "seal.json_key", "$"),
    ],
)
def test_what_has_no_single_way_of_writing_is_refused_by_its_place(value, key, path):
    refusal = refusal_of(lambda: canonical_json(value), DataError)
    assert (refusal.key, refusal.params["path"]) == (key, path)


def test_text_that_is_no_unicode_is_refused():
    assert refusal_of(lambda: canonical_json("\ud800"), DataError).key == "seal.json_not_unicode"


TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(PLAIN)
def test_canonical_json_is_json_of_the_same_value(value):
    assert json.loads(canonical_json(value)) == value


@given(st.dictionaries(TEXTS, st.integers(), max_size=6), st.randoms())
def test_the_order_in_which_keys_were_written_does_not_matter(value, random):
    items = list(value.items())
    random.shuffle(items)
    assert canonical_json(dict(items)) == canonical_json(value)


# --- ciphers

GCM_PLAIN = HEX(
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
)


def test_aes_256_gcm_gives_the_value_of_test_case_16_of_its_specification():
    # McGrew and Viega, The Galois/Counter Mode of Operation, appendix B, as submitted to NIST.
    key = HEX("feffe9928665731c6d6a8f9467308308" * 2)
    nonce = HEX("cafebabefacedbaddecaf888")
    sealed = AesGcm(nonces=lambda _: nonce).encrypt(
        GCM_PLAIN, key=key, associated=HEX("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    )
    assert sealed == nonce + HEX(
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        "76fc6ece0f4e1768cddf8853bb2d551b"
    )


def test_sm4_gcm_gives_the_value_of_rfc_8998():
    nonce = HEX("00001234567800000000abcd")  # RFC 8998, appendix A.1
    plain = HEX("".join(pair * 8 for pair in ("aa", "bb", "cc", "dd", "ee", "ff", "ee", "aa")))
    sealed = Sm4Gcm(nonces=lambda _: nonce).encrypt(
        plain,
        key=HEX("0123456789abcdeffedcba9876543210"),
        associated=HEX("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
    )
    assert sealed == nonce + HEX(
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec"
    )


@pytest.fixture(params=[("aes-256-gcm", 32), ("sm4-gcm", 16)], ids=lambda pair: pair[0])
def cipher(request):
    name, length = request.param
    return seals(Choice(cipher=name)), Key("2026-01", bytes(range(length)))


def test_what_was_encrypted_opens_with_its_key_and_place_only(cipher):
    port, key = cipher
    sealed = port.encrypt(b"13800000000", key=key, associated=b"firms/phone/7")
    assert sealed.startswith(f"{port.choice.cipher}:2026-01:")
    assert port.decrypt(sealed, keys=[Key("other", b""), key], associated=b"firms/phone/7") == b"13800000000"
    other = Key("2026-01", bytes(len(key.secret)))
    for keys, place in ([key], b"firms/phone/8"), ([other], b"firms/phone/7"):
        refusal = refusal_of(
            lambda keys=keys, place=place: port.decrypt(sealed, keys=keys, associated=place), DataError
        )
        assert refusal.key == "seal.not_authentic"


def test_a_ciphertext_does_not_open_under_another_key_id_of_the_same_key(cipher):
    port, key = cipher
    moved = port.encrypt(b"x", key=key).replace("2026-01", "2026-02")
    refusal = refusal_of(lambda: port.decrypt(moved, keys=[Key("2026-02", key.secret)]), DataError)
    assert refusal.key == "seal.not_authentic"


def test_the_same_text_never_gives_the_same_ciphertext(cipher):
    port, key = cipher
    assert len({port.encrypt(b"x", key=key) for _ in range(50)}) == 50


def test_a_ciphertext_stays_readable_after_another_cipher_is_chosen():
    old, new = seals(), seals(Choice(digest="sm3", cipher="sm4-gcm"))
    key = Key("k", bytes(32))
    assert new.decrypt(old.encrypt(b"x", key=key), keys=[key]) == b"x"


@given(st.binary(max_size=64), st.binary(max_size=64), st.data())
def test_one_changed_byte_is_noticed(plain, associated, data):
    for adapter, length in ((AesGcm(), 32), (Sm4Gcm(), 16)):
        key = bytes(length)
        sealed = bytearray(adapter.encrypt(plain, key=key, associated=associated))
        assert adapter.decrypt(bytes(sealed), key=key, associated=associated) == plain
        sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
        assert adapter.decrypt(bytes(sealed), key=key, associated=associated) is None


def test_a_ciphertext_that_was_cut_off_is_not_authentic(cipher):
    port, key = cipher
    head = f"{port.choice.cipher}:2026-01:"
    assert refusal_of(lambda: port.decrypt(head + "AAAA", keys=[key]), DataError).key == "seal.not_authentic"


@pytest.mark.parametrize("body", ["aes-256-gcm:k:A", "aes-256-gcm:k:!!!!", "aes-256-gcm:k:密"])
def test_what_is_no_ciphertext_is_refused(body):
    assert refusal_of(lambda: seals().decrypt(body, keys=[Key("k", bytes(32))]), DataError).key == "seal.malformed"


def test_a_key_that_is_not_there_is_named():
    key = Key("k", bytes(32))
    sealed = seals().encrypt(b"x", key=key)
    assert refusal_of(lambda: seals().decrypt(sealed, keys=[]), DataError).params == {"key": "k"}


def test_a_key_of_the_wrong_length_is_refused_with_both_lengths(cipher):
    port, key = cipher
    refusal = refusal_of(lambda: port.encrypt(b"x", key=Key("k", b"short")), DataError)
    assert (refusal.key, refusal.params["length"], refusal.params["given"]) == ("seal.key_length", len(key.secret), 5)


@pytest.mark.parametrize("name", ["", "a:b", "a b", "钥", "k" * 65, "k\n"])
def test_a_key_id_that_could_not_stand_in_the_data_is_refused(name):
    assert refusal_of(lambda: Key(name, b""), DataError).key == "seal.bad_key_id"


def test_key_bytes_never_show():
    assert "secret" not in repr(Key("k", b"secret"))


# --- signatures

ED25519_PRIVATE = HEX("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")  # RFC 8032, 7.1, test 2
ED25519_PUBLIC = HEX("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
ED25519_SIGNATURE = HEX(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


def test_ed25519_gives_the_values_of_its_standard():
    assert Ed25519().public_key(ED25519_PRIVATE) == ED25519_PUBLIC
    assert Ed25519().sign(b"\x72", private_key=ED25519_PRIVATE) == ED25519_SIGNATURE
    assert Ed25519().verify(b"\x72", ED25519_SIGNATURE, public_key=ED25519_PUBLIC)


def test_a_signature_holds_for_its_content_and_its_key_only():
    port = seals()
    signature = port.sign(b"bulletin", key=Key("press", ED25519_PRIVATE))
    public = Key("press", ED25519_PUBLIC)
    assert signature.startswith("ed25519:press:")
    assert port.verify(signature, b"bulletin", keys=[public])
    assert not port.verify(signature, b"bulletins", keys=[public])
    stranger = Key("press", Ed25519().public_key(bytes(32)))
    assert not port.verify(signature, b"bulletin", keys=[stranger])
    assert not port.verify("ed25519:press:AAAA", b"bulletin", keys=[public])


def test_a_signature_by_a_key_that_nobody_knows_is_neither_true_nor_false():
    signature = seals().sign(b"x", key=Key("press", ED25519_PRIVATE))
    assert refusal_of(lambda: seals().verify(signature, b"x", keys=[]), DataError).key == "seal.no_such_key"


def test_a_signing_key_of_the_wrong_length_is_refused():
    assert refusal_of(lambda: seals().sign(b"x", key=Key("k", b"short")), DataError).key == "seal.key_length"


# --- the server's choice


def test_sm2_stops_the_start_and_names_what_is_missing():
    refusal = refusal_of(lambda: seals(Choice(signature="sm2")), AlgorithmMissing)
    assert (refusal.params["name"], refusal.params["needs"].key) == ("sm2", "seal.needs.sm2")


def test_the_default_choice_can_be_computed_here():
    assert seals().choice == Choice("sha256", "aes-256-gcm", "ed25519")
