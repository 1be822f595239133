"""Where a request comes from: for counting failed sign-ins, and as a keyed digest for the audit book."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv6Address

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def client_ip(request: HttpRequest) -> str:
    """Address of the client; empty when unknown.

    Behind a trusted proxy it is the last entry of X-Forwarded-For, which the proxy wrote itself; entries before it
    come from outside and may be invented.
    """
    if settings.ZHIYI.trusted_proxy:
        forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rsplit(",", 1)[-1].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", ""))


def digest(address: str) -> str:
    """Keyed digest: two events from one address can be seen to be so, the address cannot be read back."""
    if not address:
        return ""
    return salted_hmac("zhiyi.audit.address", address, algorithm="sha256").hexdigest()


def counted_name(request: HttpRequest, credentials: Mapping[str, object] | None = None) -> str:
    """Keyed digest of a user name, under which django-axes counts failures: people type passwords for names."""
    typed = (credentials or {}).get("username") or request.POST.get("username", "")
    return salted_hmac("zhiyi.failures.name", str(typed), algorithm="sha256").hexdigest()


def counted_address(request: HttpRequest) -> str | None:
    """Keyed digest of the client's address in the form of one, under which django-axes counts failures.

    Its column takes nothing but addresses. The digest stands in fd00::/8, where no address of the internet lies.
    """
    known = digest(client_ip(request))
    return str(IPv6Address(b"\xfd" + bytes.fromhex(known)[:15])) if known else None
