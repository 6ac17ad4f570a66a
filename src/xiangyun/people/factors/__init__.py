"""What proves a person: codes, passkeys, recovery codes and passwords, as rules over plain values."""
