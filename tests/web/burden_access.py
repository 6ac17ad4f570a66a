"""Who may call the addresses of the burden on villages and of the dictionary of elements; columns as in test_access."""

# One status for each of WHO, in order. The notice is a draft of the city, the entry one of the city's dictionary.
BURDEN: dict[str, tuple[str, str]] = {
    # name             method   vil vi2 sta cou off dir aud sec adm exp pro nst nco far vis lib former
    "burden": ("GET", "200 200 200 200 200 200 200 403 403 403 200 200 200 200 302 200 302"),
    "burden-cap": ("POST", "403 403 403 302 302 302 403 403 403 403 302 403 302 403 401 302 401"),
    "notice-burden": ("GET", "404 404 404 404 200 200 200 404 404 404 404 404 404 404 302 404 302"),
    "elements": ("GET", "200 200 200 200 200 200 200 403 403 403 200 200 200 200 302 200 302"),
    "elements-export": ("GET", "200 200 200 200 200 200 200 403 403 403 200 200 200 200 302 200 302"),
    "element-new": ("GET", "403 403 403 200 200 403 403 403 403 403 200 403 200 403 302 200 302"),
    # those below see that it is the city's; those above do not know it
    "element": ("GET", "403 403 403 403 200 403 403 403 403 403 404 403 403 403 302 403 302"),
}
