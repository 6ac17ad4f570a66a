"""An administrator always has a second factor; recovery codes go with the last one."""

from datetime import datetime

from xiangyun.core.clock import working_date
from xiangyun.core.errors import WrongState

from .models import Account, Role, Tenure
from .proving import has_factor


class AdminNeedsFactor(WrongState):
    """Set up another second factor first: an administrator cannot be without."""

    code = "admin_needs_factor"


def keep_one_factor(account: Account, at: datetime) -> None:
    """Called after a factor was taken away, in the same transaction: refuses if it was an administrator's last."""
    if has_factor(account.pk):
        return
    if Tenure.objects.of_account(account.pk).from_day(working_date(at)).of_role(Role.ADMIN).exists():
        raise AdminNeedsFactor
    account.recovery_codes.all().delete()
