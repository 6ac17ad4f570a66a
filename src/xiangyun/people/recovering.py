"""Making recovery codes; writes, called by actions inside their transaction."""

from datetime import datetime

from .factors.recovery import digest_of_code, new_codes
from .models import Account, RecoveryCode


def make_codes(account: Account, at: datetime) -> list[str]:
    """Ten new codes in place of all the old ones; shown once, kept as digests."""
    codes = new_codes()
    account.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=account, digest=digest_of_code(code, account.uid), made_at=at) for code in codes
    )
    return codes
