"""Who may call the addresses of the dictionary of parties; columns as in test_access."""

# One status for each of WHO, in order. The entry is one of the city's dictionary.
PARTY: dict[str, tuple[str, str]] = {
    # name             method   vil vi2 sta cou off dir aud sec adm exp pro nst nco far vis lib former
    "party-names": ("GET", "200 200 200 200 200 200 200 403 403 403 200 200 200 200 302 200 302"),
    "party-name-new": ("GET", "403 403 403 200 200 403 403 403 403 403 200 403 200 403 302 200 302"),
    # those below see that it is the city's; those above do not know it
    "party-name-drop": ("POST", "403 403 403 403 302 403 403 403 403 403 404 403 403 403 401 403 401"),
}
