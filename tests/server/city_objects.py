"""Objects of the loaded city to knock with: figures, events and documents, released and internal; gaps; places."""

from __future__ import annotations

from collections.abc import Callable

from zhiyi.server.accounts.actors import Actor
from zhiyi.server.accounts.permissions import Permission

Made = Callable[[], dict[str, object]]
RELEASED, INTERNAL = "releasable", "internal"


def sees_internal_figures(actor: Actor) -> bool:
    """Staff who read internal figures."""
    return actor.may(Permission.INDICATORS_VIEW_INTERNAL)


def sees_internal_events(actor: Actor) -> bool:
    """Staff who read internal events."""
    return actor.may(Permission.EVENTS_VIEW_INTERNAL)


def sees_gaps(actor: Actor) -> bool:
    """Staff who read internal gaps."""
    return actor.may(Permission.GAPS_VIEW)


def sees_restricted_gaps(actor: Actor) -> bool:
    """Staff who read restricted gaps, here in the whole city."""
    return actor.may(Permission.GAPS_RESTRICTED)


def observation(publication: str, name: str = "code") -> Made:
    """An observation in a publication state."""

    def make() -> dict[str, object]:
        from zhiyi.server.indicators.models import Observation

        found = Observation.objects.filter(publication=publication).first()
        assert found is not None, publication
        return {name: found.code}

    return make


def indicator(publication: str, name: str = "code") -> Made:
    """An indicator all of whose observations are in one publication state."""

    def make() -> dict[str, object]:
        from zhiyi.server.indicators.models import Observation

        found = Observation.objects.exclude(indicator=None).first()
        assert found is not None
        Observation.objects.filter(indicator=found.indicator_id).update(publication=publication)
        return {name: found.indicator_id}

    return make


def event(publication: str, name: str = "code") -> Made:
    """An event in a publication state."""

    def make() -> dict[str, object]:
        from zhiyi.server.indicators.models import Event

        found = Event.objects.filter(retired_on=None).first()
        assert found is not None
        Event.objects.filter(pk=found.pk).update(publication=publication)
        return {name: found.pk}

    return make


def document(publication: str, name: str = "code") -> Made:
    """A document all of whose figures and events are in one publication state."""

    def make() -> dict[str, object]:
        from zhiyi.server.indicators.models import Event, Observation

        found = Observation.objects.exclude(document=None).first()
        assert found is not None
        Observation.objects.filter(document=found.document_id).update(publication=publication)
        Event.objects.filter(document=found.document_id).update(publication=publication)
        return {name: found.document_id}

    return make


def finding(name: str = "fingerprint") -> Made:
    """A finding of the last run."""

    def make() -> dict[str, object]:
        from zhiyi.server.indicators.models import Finding

        found = Finding.objects.filter(gone_in=None).first()
        assert found is not None
        return {name: found.pk}

    return make


def gap(visibility: str, name: str = "number") -> Made:
    """A gap of a visibility; the restricted one belongs to a place of its own."""

    def make() -> dict[str, object]:
        from zhiyi.server.gaps.models import Gap

        found = Gap.objects.first()
        assert found is not None
        Gap.objects.filter(pk=found.pk).update(visibility=visibility, scope=found.place_id or "990102")
        return {name: found.pk}

    return make


def region(name: str = "code") -> dict[str, object]:
    """A region."""
    from zhiyi.server.orgs.models import Region

    return {name: Region.objects.filter(retired_on=None).values_list("pk", flat=True)[0]}


def organisation(name: str = "id") -> dict[str, object]:
    """An organisation that is no enterprise."""
    from zhiyi.server.orgs.models import Organisation

    return {
        name: Organisation.objects.filter(retired_on=None).exclude(kind="enterprise").values_list("pk", flat=True)[0]
    }
