"""Argon2id at 19 MiB, two passes, one lane; at most two at once in a process, so sign-ins cannot eat the memory."""

from threading import BoundedSemaphore

from django.contrib.auth.hashers import Argon2PasswordHasher

_slots = BoundedSemaphore(2)


class BoundedArgon2(Argon2PasswordHasher):
    """OWASP's smaller Argon2id setting."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with _slots:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with _slots:
            return super().verify(password, encoded)
