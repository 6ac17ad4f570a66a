"""Signing in, and who comes back: the account arrives with its tenures, in one query."""

from django.contrib.auth.backends import ModelBackend

from .models import Account, Tenure


class AccountBackend(ModelBackend):
    """Name and password, as Django checks them; rights never come from the account."""

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session with every tenure it has or had, in `held`."""
        tenures = list(Tenure.objects.of_account(user_id))
        account = tenures[0].account if tenures else super().get_user(user_id)
        if not isinstance(account, Account) or not self.user_can_authenticate(account):
            return None
        account.held = tenures
        return account
