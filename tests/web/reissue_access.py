"""Who may call the addresses of a notice beside the one it follows; columns as in test_access."""

# One status for each of WHO, in order. The draft is the city's and follows the city's published notice.
REISSUE: dict[str, tuple[str, str]] = {
    # name            method   vil vi2 sta cou off dir aud sec adm exp pro nst nco far vis lib former
    "reissue": ("GET", "404 404 404 404 200 200 200 404 404 404 404 404 404 404 302 404 302"),
    "reissue-amend": ("POST", "404 404 404 404 302 403 403 404 404 404 404 404 404 404 401 404 401"),
    "reissue-drop": ("POST", "404 404 404 404 302 403 403 404 404 404 404 404 404 404 401 404 401"),
}
