"""Signing in, and who comes back: the account arrives with its posts, in one query."""

from django.contrib.auth.backends import ModelBackend

from .models import Account, Post


class AccountBackend(ModelBackend):
    """Name and password, as Django checks them; rights never come from the account."""

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session with every post it holds or held, in `held`."""
        posts = list(Post.objects.of_account(user_id))
        account = posts[0].account if posts else super().get_user(user_id)
        if not isinstance(account, Account) or not self.user_can_authenticate(account):
            return None
        account.held = posts
        return account
