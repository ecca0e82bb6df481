"""People without an account: their personal links, and whose addresses they write from.

The key in a personal link is the request's seed with the portal's signature over it. So letters can
carry the link without the key being stored, a copy of the database opens nothing, and a new seed
ends every link sent before. A link also ends half a year after its case.
"""

from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from assignments.requests.models import GuestAsk, MailDomain, SupportRequest
from municipalities.models import Municipality

KEPT = timedelta(days=180)


def key_of(support_request: SupportRequest) -> str:
    seed = support_request.guest_seed
    if seed is None:
        raise ValueError(support_request.case_number)
    return _signer().sign(seed.hex)


def by_key(key: str) -> SupportRequest | None:
    """The request of a personal link; None for a key that is wrong or no longer works."""
    try:
        seed = UUID(_signer().unsign(key))
    except (BadSignature, ValueError):
        return None
    found = SupportRequest.objects.select_related("municipality__organisation")
    own = found.for_list().filter(guest_seed=seed, submitted_by=None)
    past = timezone.now() - KEPT
    declined = Q(status=SupportRequest.Status.DECLINED, decided_at__lt=past)
    return own.exclude(Q(ended_at__lt=past) | declined).first()


def path_to(support_request: SupportRequest) -> str:
    return reverse("requests:guest_case", args=[key_of(support_request)])


def language_of(support_request: SupportRequest) -> str:
    """Letters are written in one of the portal's two languages."""
    return "nn" if support_request.language == "nn" else "nb"


def ask_by_key(key: str) -> GuestAsk | None:
    """What waits for the answer to a letter, also when the letter's link has expired."""
    found = GuestAsk.objects.select_related("municipality", "support_request")
    return found.filter(key_hash=hash_of(key)).first()


def hash_of(key: str) -> str:
    return sha256(key.encode("utf-8", "replace")).hexdigest()


def is_employed(email: str, municipality: Municipality) -> bool:
    """Whether the address lies in a mail domain of the municipality, or of a district's city.

    A domain below one of these is another one: pupils may have addresses there.
    """
    places = [municipality.pk, *([municipality.parent_id] if municipality.parent_id else [])]
    domain = _domain_of(email)
    return MailDomain.objects.filter(municipality__in=places, domain=domain).exists()


def _domain_of(email: str) -> str:
    """As machines write it: «båtsfjord.example» is another address than it looks like."""
    domain = email.rpartition("@")[2].strip().lower()
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return ""


def _signer() -> Signer:
    return Signer(salt="requests.guest", sep=".")
