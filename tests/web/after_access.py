"""Who may call the addresses of receipts, handing down and more time; columns as in test_access."""

# One status for each of WHO, in order. The notice is the city's and asks all villages.
AFTER: dict[str, tuple[str, str]] = {
    # name             method   vil vi2 sta cou off dir aud sec adm exp pro nst nco far vis lib former
    # those whom it comes to, villages too; not the issuer, nor those above it, nor a body that no task concerns
    "receipt": ("GET", "200 200 200 200 403 403 403 404 404 404 403 200 200 200 302 403 302"),
    "receipts": ("GET", "200 200 200 200 200 200 200 404 404 404 200 200 200 200 302 200 302"),
    "receipts-export": ("POST", "200 200 200 200 200 200 200 404 404 404 200 200 200 200 401 200 401"),
    # officers and reviewers below the owner that have units below
    "hand-down": ("GET", "403 403 200 200 403 403 403 404 404 404 403 200 200 403 302 403 302"),
    # only the county has handed it down
    "hand-down-back": ("POST", "403 403 404 302 403 403 403 404 404 404 403 404 404 403 401 403 401"),
    "more-time": ("GET", "200 200 200 200 200 200 200 404 404 404 200 200 200 200 302 200 302"),
    "more-time-give": ("GET", "403 403 403 403 200 403 403 404 404 404 403 403 403 403 302 403 302"),
}
